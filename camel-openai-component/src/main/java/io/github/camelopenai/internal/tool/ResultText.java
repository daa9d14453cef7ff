// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.LastResort;
import io.github.camelopenai.internal.json.RouteMapper;
import io.github.camelopenai.internal.json.WholeCharacters;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConverter;
import org.apache.camel.WrappedFile;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.ExchangeHelper;

/** Makes the text that a model gets from the body that a tool's route leaves. Stateless. */
final class ResultText {

    /** A model reads no more than that; and it would be paid for in each further round. */
    static final int MAX_BYTES = 1 << 20;

    private ResultText() {}

    /** The result is larger than a model is given. */
    static final class TooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        private TooLarge() {
            super("the result is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
    }

    /** The text of the exchange's body; reads no more of it than is allowed. */
    static String of(Exchange exchange) throws IOException, NoTypeConversionAvailableException {
        return of(exchange, exchange.getMessage().getBody());
    }

    private static String of(Exchange exchange, Object body) throws IOException, NoTypeConversionAvailableException {
        if (body instanceof Optional<?> optional) {
            return of(exchange, optional.orElse(null));
        }
        if (body == null) {
            return "null";
        }
        if (isPlain(body)) {
            return bounded(body.toString());
        }
        if (isContent(body)) {
            return read(exchange, body);
        }
        if (isTime(body)) {
            return time(exchange, body);
        }
        TypeConverter own = converter(exchange, body);
        return own == null ? json(exchange, body) : bounded(own.mandatoryConvertTo(String.class, exchange, body));
    }

    private static boolean isPlain(Object body) {
        return body instanceof CharSequence
                || body instanceof Number
                || body instanceof Boolean
                || body instanceof Character
                || body instanceof Enum;
    }

    private static boolean isTime(Object body) {
        return body instanceof TemporalAccessor
                || body instanceof TemporalAmount
                || body instanceof ZoneId
                || body instanceof Date
                || body instanceof Calendar;
    }

    /** As it is within a Map, but without quotes. What no mapper knows, such as a date of another calendar, writes itself. */
    private static String time(Exchange exchange, Object body) throws IOException {
        boolean known = body instanceof Date
                || body instanceof Calendar
                || body.getClass().getPackage() == LocalDate.class.getPackage();
        if (!known) {
            return bounded(body.toString());
        }
        try {
            return unquoted(json(exchange, body));
        } catch (IOException e) {
            return body.toString();
        }
    }

    private static String unquoted(String json) {
        return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
    }

    private static boolean isContent(Object body) {
        return body instanceof byte[]
                || body instanceof InputStream
                || body instanceof Reader
                || body instanceof StreamCache
                || body instanceof File
                || body instanceof Path
                || body instanceof WrappedFile;
    }

    /** How Camel makes a text of this type, if it has a way of its own, as it has for XML documents. */
    private static TypeConverter converter(Exchange exchange, Object body) {
        if (body instanceof Map || body instanceof Collection || body instanceof JsonNode || body instanceof Object[]) {
            return null;
        }
        TypeConverterRegistry registry = exchange.getContext().getTypeConverterRegistry();
        TypeConverter found = registry.lookup(String.class, body.getClass());
        return found == null || LastResort.is(found) ? null : found;
    }

    private static String read(Exchange exchange, Object body) throws IOException, NoTypeConversionAvailableException {
        Charset charset = Charset.forName(ExchangeHelper.getCharsetName(exchange, true));
        try (InputStream content =
                exchange.getContext().getTypeConverter().mandatoryConvertTo(InputStream.class, exchange, body)) {
            byte[] bytes = content.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new TooLarge();
            }
            return new String(bytes, charset);
        }
    }

    private static String bounded(String text) throws TooLarge {
        boolean surelyFits = text.length() <= MAX_BYTES / 3; // a char has at most three bytes
        if (!surelyFits && (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)) {
            throw new TooLarge();
        }
        return text;
    }

    private static String json(Exchange exchange, Object body) throws IOException {
        ObjectMapper mapper = RouteMapper.of(exchange.getContext());
        Bounded target = new Bounded();
        try (JsonGenerator generator = Json.FLAT.createGenerator(target)) {
            mapper.writeValue(generator, body);
        } catch (TooLarge e) {
            throw e;
        } catch (IOException | StackOverflowError e) { // it may hold itself
            throw new IOException(
                    "the body, a " + body.getClass().getName()
                            + ", cannot be written as JSON; let the route end with a text or a Map",
                    e);
        }
        return target.text();
    }

    /** Takes no more than a model is given. */
    private static final class Bounded extends OutputStream {

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int one) throws IOException {
            makeRoom(1);
            taken.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            makeRoom(length);
            taken.write(bytes, offset, length);
        }

        private void makeRoom(int length) throws TooLarge {
            if (taken.size() + length > MAX_BYTES) {
                throw new TooLarge();
            }
        }

        String text() {
            return new String(WholeCharacters.inJson(taken.toByteArray()), StandardCharsets.UTF_8);
        }
    }
}
