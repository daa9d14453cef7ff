// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.ExchangeHelper;

/** The first bytes of a value that is to be a text: whether they are a text, and in which charset. Used by one thread. */
final class TextBytes {
    /*
     * 1. The charset is that of the exchange, else that of Content-Type, else that of a byte order mark, else UTF-8.
     * 2. Bytes with a signature are no text. One that begins with 0xFF counts less than a charset that is named, unless the
     *    type that is declared agrees: words of some languages begin with that byte.
     * 3. Bytes that the charset does not have, and zeros, are no text.
     * 4. Types and names that are declared do not make a text something else, since headers stay from earlier steps; they
     *    only name what is none.
     */

    /** Most of what has no signature has a zero or a wrong byte in here. */
    private static final int LENGTH = 4_096;

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*+charset\\s*+=\\s*+[\"']?+([^\\s;\"']++)");

    private final Exchange exchange;
    private final Object value;
    private final byte[] head;
    private final String name;

    private TextBytes(Exchange exchange, Object value, byte[] head, String name) {
        this.exchange = exchange;
        this.value = value;
        this.head = head;
        this.name = name;
    }

    /** Those of a value that can be read again; none where it is something else than bytes. */
    static TextBytes of(Exchange exchange, Object value, String operation, String purpose) throws IOException {
        if (value instanceof ByteBuffer buffer) {
            byte[] head = new byte[Math.min(LENGTH, buffer.remaining())];
            buffer.duplicate().get(head);
            return new TextBytes(exchange, value, head, null);
        }
        if (!Content.isOne(value)) {
            return new TextBytes(exchange, value, new byte[0], null);
        }
        Content content = Content.of(value, LENGTH, operation, purpose);
        return new TextBytes(exchange, value, content.head(), content.name());
    }

    /** What the bytes are, such as image/png; empty for a text. */
    Optional<String> otherKind() {
        Message message = exchange.getMessage();
        Message headers = value == message.getBody() ? message : null;
        byte[] signature = Arrays.copyOf(head, Math.min(MediaType.HEAD, head.length));
        Optional<String> kind = ContentTypeDetector.of(headers, name, signature);
        if (MagicBytes.of(signature).isPresent() && !mayBeLetters(headers)) {
            return kind;
        }
        return isText()
                ? Optional.empty()
                : kind.filter(ContentTypeDetector::isBinary).or(() -> Optional.of(ContentTypeDetector.UNKNOWN));
    }

    private boolean mayBeLetters(Message headers) {
        return head[0] == (byte) 0xFF
                && declaredCharset() != null
                && ContentTypeDetector.declared(headers)
                        .filter(ContentTypeDetector::isBinary)
                        .isEmpty();
    }

    private boolean isText() {
        Charset charset = charset();
        if (charset == null || head.length == 0) {
            return true;
        }
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        CharBuffer text = CharBuffer.allocate((int) (head.length * decoder.maxCharsPerByte()) + 1);
        boolean wrong = decoder.decode(ByteBuffer.wrap(head), text, head.length < LENGTH)
                .isError();
        return !wrong && text.flip().chars().noneMatch(letter -> letter == 0);
    }

    /** Converts while the exchange has the charset of the bytes. */
    String inCharset(Supplier<String> conversion) {
        Charset charset = charset();
        boolean known = charset == null
                || ExchangeHelper.getCharsetName(exchange, false) != null
                || charset.name().equals(ExchangeHelper.getCharsetName(exchange, true));
        if (known) {
            return conversion.get();
        }
        exchange.setProperty(Exchange.CHARSET_NAME, charset.name());
        try {
            return conversion.get();
        } finally {
            exchange.removeProperty(Exchange.CHARSET_NAME);
        }
    }

    /** Null where Java does not have it, which the conversion says better. */
    private Charset charset() {
        String declared = declaredCharset();
        try {
            if (declared != null) {
                return Charset.forName(declared);
            }
        } catch (IllegalArgumentException e) {
            return null;
        }
        boolean isWide = head.length > 1
                && (head[0] == (byte) 0xFF && head[1] == (byte) 0xFE
                        || head[0] == (byte) 0xFE && head[1] == (byte) 0xFF);
        return isWide ? StandardCharsets.UTF_16 : Charset.forName(ExchangeHelper.getCharsetName(exchange, true));
    }

    private String declaredCharset() {
        String named = ExchangeHelper.getCharsetName(exchange, false);
        if (named != null) {
            return named;
        }
        String type = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class);
        Matcher charset = CHARSET.matcher(type == null ? "" : type);
        return charset.find() && isSupported(charset.group(1)) ? charset.group(1) : null;
    }

    /** What a sender calls by a name that nobody knows, such as "binary", is judged without it. */
    private static boolean isSupported(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
