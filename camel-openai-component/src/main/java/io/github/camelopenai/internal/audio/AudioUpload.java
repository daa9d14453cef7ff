// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.body.Bodies;
import io.github.camelopenai.internal.body.ContentTypeDetector;
import io.github.camelopenai.internal.body.MediaBody;
import io.github.camelopenai.internal.body.MediaType;
import io.github.camelopenai.internal.body.RereadableStreams;
import io.github.camelopenai.internal.body.Spool;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Source;
import io.github.camelopenai.internal.client.call.SourceFailure;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;

/** Makes an upload of a message's body, one that can be sent again. A bare stream is spooled for that. Used once. */
final class AudioUpload {

    private static final String PURPOSE = "audio as a File, Path, byte[] or InputStream";

    private final Exchange exchange;
    private final String chosen;
    private final long maxBytes;
    private final boolean officialServer;

    private AudioUpload(Exchange exchange, String chosen, long maxBytes, boolean officialServer) {
        this.exchange = exchange;
        this.chosen = chosen;
        this.maxBytes = maxBytes;
        this.officialServer = officialServer;
    }

    /**
     * @param name           the file name that the option gives, or null
     * @param maxBytes       the largest upload
     * @param officialServer whether the server is OpenAI's own
     */
    static Payload.Upload of(Exchange exchange, String name, long maxBytes, boolean officialServer) throws IOException {
        return new AudioUpload(exchange, name, maxBytes, officialServer).upload();
    }

    private Payload.Upload upload() throws IOException {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        String given = chosen != null ? chosen : lastSegment(message.getHeader(Exchange.FILE_NAME, String.class));
        if (body instanceof WrappedFile<?> wrapped) {
            given = given == null ? lastSegment(wrapped.getFile() instanceof File file ? file.getName() : null) : given;
            body = wrapped.getFile() instanceof File file ? file : content(wrapped);
        }
        if (body instanceof File file) {
            return ofFile(file.toPath(), given);
        }
        if (body instanceof Path path) {
            return ofFile(path, given);
        }
        if (body instanceof byte[] bytes) {
            return checked(given, bytes.length, head(new ByteArrayInputStream(bytes)), Source.of(bytes));
        }
        if (body instanceof StreamCache cache) {
            return ofCache(cache, given);
        }
        if (body instanceof InputStream stream) {
            return ofStream(stream, given);
        }
        throw body == null
                ? Bodies.empty("transcribe", PURPOSE, "null")
                : Bodies.wrongType("transcribe", body instanceof String ? PURPOSE + ", not a text" : PURPOSE, body);
    }

    /** A file that is not on this machine, as a component such as FTP brings it. */
    private Object content(WrappedFile<?> wrapped) {
        if (wrapped.getBody() != null) {
            return wrapped.getBody();
        }
        try {
            return exchange.getContext().getTypeConverter().mandatoryConvertTo(InputStream.class, exchange, wrapped);
        } catch (NoTypeConversionAvailableException e) {
            throw Bodies.wrongType("transcribe", PURPOSE, wrapped.getFile());
        }
    }

    private Payload.Upload ofFile(Path path, String given) throws IOException {
        Bodies.refuseUnreadable(path, "transcribe", "a recording");
        try (InputStream content = Files.newInputStream(path)) {
            String name = given == null ? path.getFileName().toString() : given;
            return checked(name, Files.size(path), head(content), Source.of(path));
        }
    }

    private Payload.Upload ofCache(StreamCache cache, String given) throws IOException {
        cache.reset();
        byte[] head = cache instanceof InputStream stream ? head(stream) : new byte[0];
        cache.reset();
        long length = cache.length() > 0 ? cache.length() : -1;
        return checked(given, length, head, sink -> {
            cache.reset();
            cache.writeTo(sink);
            cache.reset();
        });
    }

    private Payload.Upload ofStream(InputStream stream, String given) throws IOException {
        // The stream is used up as far as we have read: from now on what is kept of it, and what may be left of the
        // stream,
        // is the body. A redelivery brings the stream itself again, and finds what was kept.
        MediaBody body = (MediaBody) RereadableStreams.kept(exchange, stream);
        exchange.getMessage().setBody(body);
        long length = body.receive(maxBytes);
        if (length > maxBytes) {
            throw tooLarge("at least ", length);
        }
        Spool spool = body.spool();
        return checked(given, length, spool.head(MediaType.HEAD), spool::writeTo);
    }

    private Payload.Upload checked(String given, long length, byte[] head, Source source) throws IOException {
        if (head.length == 0 && length <= 0) {
            throw Bodies.empty("transcribe", PURPOSE, "empty");
        }
        if (length > maxBytes) {
            throw tooLarge("", length);
        }
        RecordingName name = RecordingName.of(
                new RecordingName.Known(
                        given, chosen != null, ContentTypeDetector.declared(exchange.getMessage()), head),
                officialServer);
        return name.isWrapped()
                ? wrapped(name, length, new AacInMp4(source))
                : new Payload.Upload("file", name.fileName(), name.mimeType(), length, source);
    }

    /** Reads what is all there; what is still arriving is read while it is sent, so that nobody waits for it here. */
    private Payload.Upload wrapped(RecordingName name, long length, AacInMp4 file) throws IOException {
        try {
            return new Payload.Upload("file", name.fileName(), name.mimeType(), length < 0 ? -1 : file.length(), file);
        } catch (SourceFailure e) {
            throw RecordingName.refusal(MediaType.AAC.mimeType() + " with broken frames", officialServer);
        }
    }

    private OpenAiRequestException tooLarge(String howExact, long length) {
        return OpenAiRequestException.refused(String.format(
                Locale.ROOT,
                "the recording has %s%,d bytes, more than maxUploadSize=%,d; cut or compress it, or raise maxUploadSize"
                        + " if your server takes more",
                howExact,
                length,
                maxBytes));
    }

    private static byte[] head(InputStream content) throws IOException {
        return content.readNBytes(MediaType.HEAD);
    }

    private static String lastSegment(String path) {
        return path == null ? null : path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }
}
