// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.MimeTypeHelper;

/** Finds out what kind of content a value is. Stateless. */
public final class ContentTypeDetector {
    /*
     * 1. A type is declared by a header of the component that fetched the object, else by Content-Type, else by the name
     *    of the file. The first that says something counts.
     * 2. The first bytes are believed over that, where they are the signature of a kind: headers go stale and files are
     *    renamed, and a server looks at the bytes too.
     * 3. A container such as ZIP can hold many kinds. Then the declared type is the better name, unless it is one that
     *    cannot be right: an image that the API takes, or text.
     */

    /** Where Camel's components put the type of what they have read. */
    static final List<String> HEADERS = List.of(
            "CamelAwsS3ContentType",
            "CamelAzureStorageBlobContentType",
            "CamelAzureStorageDataLakeContentType",
            "CamelGoogleCloudStorageContentType",
            "CamelMinioContentType",
            "CamelIBMCOSContentType",
            Exchange.CONTENT_TYPE,
            Exchange.FILE_CONTENT_TYPE);

    /** What bytes are called of which only is known that they are no text. */
    static final String UNKNOWN = "application/octet-stream";

    /** What a sender says who does not know; the type of forms is what curl says of anything. */
    private static final Set<String> GENERIC = Set.of(
            UNKNOWN,
            "binary/octet-stream",
            "application/binary",
            "application/x-binary",
            "application/unknown",
            "application/download",
            "application/force-download",
            "application/x-www-form-urlencoded");

    private static final Pattern MIME_TYPE = Pattern.compile("[a-z]+/[a-z0-9.+_-]+");

    private static final Pattern TEXT = Pattern.compile("text/.+|.+\\+(json|xml|yaml)|message/.+"
            + "|application/(x-)?(json|xml|yaml|javascript|ecmascript|ndjson|jsonl|sql|sh|toml|graphql|rtf|xml-dtd)");

    private static final Pattern BINARY =
            Pattern.compile("(image|audio|video|font|model)/.+|application/((x-)?(zip|gzip|tar|"
                    + "7z-compressed|rar-compressed|bzip2?|xz|ole-storage)|vnd\\.rar|java-archive|epub\\+zip|msword"
                    + "|vnd\\.(ms-|openxmlformats-|oasis\\.).+)");

    private ContentTypeDetector() {}

    /**
     * The type in lower case and without parameters, or empty where nothing tells it.
     *
     * @param headers of the message whose body the value is; null for an element within the body
     * @param name    of the file, or null
     * @param head    the first bytes
     */
    public static Optional<String> of(Message headers, String name, byte[] head) {
        Optional<String> declared = declared(headers).or(() -> ofNames(headers, name));
        Optional<String> shown = MagicBytes.of(head);
        if (shown.isPresent()) {
            return declared.filter(type -> isBetterName(type, shown.get())).or(() -> shown);
        }
        boolean known = declared.isPresent() && (isText(declared.get()) || isBinary(declared.get()));
        return !known && MagicBytes.isBinary(head) && !hasCharset(headers) ? Optional.of(UNKNOWN) : declared;
    }

    private static boolean isBetterName(String declared, String shown) {
        return MagicBytes.isContainer(shown)
                && isBinary(declared)
                && MediaType.ofMimeType(declared)
                        .filter(MediaType::goesIntoChat)
                        .isEmpty();
    }

    /** Whoever names the encoding of a text has a text. */
    private static boolean hasCharset(Message headers) {
        return headers != null
                && headers.getExchange() != null
                && headers.getExchange().getProperty(Exchange.CHARSET_NAME) != null;
    }

    /** What the first header says that says something. */
    public static Optional<String> declared(Message headers) {
        return headers == null
                ? Optional.empty()
                : HEADERS.stream()
                        .map(header -> headers.getHeader(header, String.class))
                        .flatMap(value -> plain(value).stream())
                        .findFirst();
    }

    private static Optional<String> ofNames(Message headers, String name) {
        String chosen = headers == null ? null : headers.getHeader(Exchange.FILE_NAME, String.class);
        return Stream.of(Optional.ofNullable(chosen), Optional.ofNullable(name))
                .flatMap(Optional::stream)
                .flatMap(file -> ofName(file).stream())
                .findFirst();
    }

    /** By the extension. */
    private static Optional<String> ofName(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "ts" -> Optional.empty(); // a film to Camel, a program to most people
            case "heic", "heif" -> Optional.of("image/heic");
            default -> Optional.ofNullable(MimeTypeHelper.probeMimeType(name)).flatMap(ContentTypeDetector::plain);
        };
    }

    /** A header's value in lower case and without parameters; empty where it says nothing. */
    public static Optional<String> plain(String value) {
        return Optional.ofNullable(value)
                .map(header -> header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> MIME_TYPE.matcher(type).matches())
                .filter(type -> !GENERIC.contains(type) && !type.startsWith("multipart/"));
    }

    /** Whether content of this type is a prompt; a drawing in SVG is one too. */
    public static boolean isText(String mimeType) {
        return TEXT.matcher(mimeType).matches();
    }

    /** Whether content of this type cannot be read as text. Of other types the first bytes have not said no. */
    public static boolean isBinary(String mimeType) {
        return !isText(mimeType)
                && (mimeType.equals(UNKNOWN) || BINARY.matcher(mimeType).matches());
    }
}
