// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.body.Bodies;
import io.github.camelopenai.internal.body.Content;
import io.github.camelopenai.internal.body.ContentTypeDetector;
import io.github.camelopenai.internal.body.MediaType;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.ValueTree;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes parts of a chat message of files, pictures, recordings and addresses. Used by one thread. */
final class ChatParts {

    private static final Set<String> SCHEMES = Set.of("http", "https", "data");

    private final Exchange exchange;
    private final String imageDetail;
    private final MediaAttachments media = new MediaAttachments();

    /**
     * @param imageDetail how closely the model looks at pictures, or null
     */
    ChatParts(Exchange exchange, String imageDetail) {
        this.exchange = exchange;
        this.imageDetail = imageDetail;
    }

    /** What has been taken so far. */
    MediaAttachments media() {
        return media;
    }

    /** Whether a value can be a part that no JSON library could write. */
    static boolean isPart(Object value) {
        return Content.isOne(value) || value instanceof URI || value instanceof URL;
    }

    /** The body as a part; empty where it is a text, of whatever kind of file. */
    Optional<ObjectNode> ofBody(Object body) throws IOException {
        if (!isPart(body)) {
            return Optional.empty();
        }
        if (!Content.isOne(body)) {
            return Optional.of(ofAddress(body, "the body"));
        }
        Content content = content(body);
        return medium(content, exchange.getMessage(), "the body");
    }

    /** A value within the body as a part. */
    ObjectNode of(Object value, String subject) throws IOException {
        if (value instanceof String text) {
            return text(notBlank(text, subject));
        }
        if (!Content.isOne(value)) {
            return ofAddress(value, subject);
        }
        Content content = content(value);
        if (content.head().length == 0) {
            throw empty(subject);
        }
        Optional<ObjectNode> medium = medium(content, null, subject);
        return medium.isPresent()
                ? medium.get()
                : text(notBlank(Bodies.text(exchange, value, ChatBody.OPERATION, ChatBody.PURPOSE), subject));
    }

    /** Its bytes; throws for a file that cannot be read. */
    static Content content(Object value) throws IOException {
        return Content.of(value, MediaType.HEAD, ChatBody.OPERATION, ChatBody.PURPOSE);
    }

    /** What is no part as JSON. */
    JsonNode tree(Object value, String what) {
        return ValueTree.forRequest(value, what, exchange.getContext());
    }

    static ObjectNode text(String text) {
        return Json.MAPPER.createObjectNode().put("type", "text").put("text", text);
    }

    private static String notBlank(String text, String subject) {
        if (text.isBlank()) {
            throw empty(subject);
        }
        return text;
    }

    private static OpenAiRequestException empty(String subject) {
        return OpenAiRequestException.refused(subject + " is empty; leave it out");
    }

    /**
     * @param headers that tell of the content, or null
     */
    private Optional<ObjectNode> medium(Content content, Message headers, String subject) throws IOException {
        Optional<String> mimeType = ContentTypeDetector.of(headers, content.name(), content.head());
        Optional<MediaType> type = mimeType.flatMap(MediaType::ofMimeType).filter(MediaType::goesIntoChat);
        if (type.isPresent()) {
            if (content.head().length == 0) {
                throw subject.equals("the body")
                        ? Bodies.empty(ChatBody.OPERATION, ChatBody.PURPOSE, "empty")
                        : empty(subject);
            }
            String placeholder =
                    media.add(new MediaAttachment(type.get(), content.size().bytes(), content.source()));
            return Optional.of(part(type.get(), placeholder, fileName(headers, content)));
        }
        mimeType.filter(ContentTypeDetector::isBinary).ifPresent(unusable -> refuse(unusable, subject));
        return Optional.empty();
    }

    private ObjectNode part(MediaType type, String base64, String fileName) {
        String url = "data:" + type.mimeType() + ";base64," + base64;
        if (type.isImage()) {
            return image(url);
        }
        ObjectNode part = Json.MAPPER.createObjectNode();
        if (type == MediaType.PDF) {
            part.put("type", "file").putObject("file").put("filename", fileName).put("file_data", url);
        } else {
            part.put("type", "input_audio")
                    .putObject("input_audio")
                    .put("data", base64)
                    .put("format", type.extension());
        }
        return part;
    }

    private ObjectNode image(String url) {
        ObjectNode part = Json.MAPPER.createObjectNode().put("type", "image_url");
        ObjectNode image = part.putObject("image_url").put("url", url);
        if (imageDetail != null) {
            image.put("detail", imageDetail);
        }
        return part;
    }

    /** The server wants one for a PDF. */
    private static String fileName(Message headers, Content content) {
        String chosen = headers == null ? null : headers.getHeader(Exchange.FILE_NAME, String.class);
        String name = chosen == null ? content.name() : chosen;
        if (name == null) {
            return "document.pdf";
        }
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return last.toLowerCase(Locale.ROOT).endsWith(".pdf") ? last : last + ".pdf";
    }

    private ObjectNode ofAddress(Object address, String subject) {
        String url = address.toString();
        int end = url.indexOf(':');
        String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            throw OpenAiRequestException.refused(subject + " is an address with the scheme '" + scheme
                    + "'; an image by address needs http, https or data; send a File for one on this machine");
        }
        if (scheme.equals("data") && !url.regionMatches(true, end + 1, "image/", 0, 6)) {
            throw OpenAiRequestException.refused(
                    subject + " is a data: address of something else than an image; send its bytes as byte[] instead");
        }
        return image(url);
    }

    private static void refuse(String mimeType, String subject) {
        String advice =
                " which openai:chat does not take; it takes images (png, jpeg, webp, gif), recordings (wav, mp3),"
                        + " PDF and text; convert it before this step";
        if (mimeType.startsWith("image/")) {
            advice = " an image that openai:chat does not take; convert it to png, jpeg, webp or gif before this step";
        } else if (mimeType.startsWith("audio/")) {
            advice = " a recording that openai:chat does not take; convert it to wav or mp3, or send it through"
                    + " openai:transcribe";
        }
        throw OpenAiRequestException.refused(subject + " is " + mimeType + "," + advice);
    }
}
