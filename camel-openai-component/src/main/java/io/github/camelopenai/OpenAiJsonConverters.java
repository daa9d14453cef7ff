// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.json.JsonClasses;
import io.github.camelopenai.internal.json.ValueText;
import io.github.camelopenai.model.JsonList;
import io.github.camelopenai.model.JsonMap;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.apache.camel.spi.TypeConverterRegistry;

/**
 * Type converters from bodies with several values or an object to JSON text. There is none to StreamCache, because
 * stream caching would then replace the body. Thread-safe.
 */
@Converter(generateLoader = true)
public final class OpenAiJsonConverters implements CamelContextAware {

    private CamelContext context;

    /** Called by Camel. */
    public OpenAiJsonConverters() {}

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    /** An object of an answer as JSON text. */
    @Converter
    public String toText(JsonMap map) {
        return textOrNull(map);
    }

    /** An object of an answer as JSON text in UTF-8. */
    @Converter
    public byte[] toBytes(JsonMap map) {
        return bytes(map);
    }

    /** An object of an answer as JSON text in UTF-8. */
    @Converter
    public InputStream toInputStream(JsonMap map) {
        return new ByteArrayInputStream(bytes(map));
    }

    /** An object of an answer as JSON text. */
    @Converter
    public Reader toReader(JsonMap map) {
        return new StringReader(text(map));
    }

    /** An object of an answer as JSON text in UTF-8. */
    @Converter
    public ByteBuffer toByteBuffer(JsonMap map) {
        return ByteBuffer.wrap(bytes(map));
    }

    /** Several answers as JSON text. */
    @Converter
    public String toText(JsonList<?> list) {
        return textOrNull(list);
    }

    /** Several answers as JSON text in UTF-8. */
    @Converter
    public byte[] toBytes(JsonList<?> list) {
        return bytes(list);
    }

    /** Several answers as JSON text in UTF-8. */
    @Converter
    public InputStream toInputStream(JsonList<?> list) {
        return new ByteArrayInputStream(bytes(list));
    }

    /** Several answers as JSON text. */
    @Converter
    public Reader toReader(JsonList<?> list) {
        return new StringReader(text(list));
    }

    /** Several answers as JSON text in UTF-8. */
    @Converter
    public ByteBuffer toByteBuffer(JsonList<?> list) {
        return ByteBuffer.wrap(bytes(list));
    }

    /**
     * A vector, or an instance of a class that {@code outputClass} has named, as JSON text. Called last, so that a
     * user's own converter takes precedence; null for all other values.
     */
    @Converter(fallback = true)
    public <T> T toJson(Class<T> type, Exchange exchange, Object value, TypeConverterRegistry registry) {
        boolean ours = value instanceof float[] || value != null && JsonClasses.include(context, value.getClass());
        return ours ? type.cast(as(type, value)) : null;
    }

    private Object as(Class<?> type, Object value) {
        if (type == String.class) {
            return textOrNull(value);
        }
        if (type == byte[].class) {
            return bytes(value);
        }
        if (type == InputStream.class) {
            return new ByteArrayInputStream(bytes(value));
        }
        if (type == Reader.class) {
            return new StringReader(text(value));
        }
        return type == ByteBuffer.class ? ByteBuffer.wrap(bytes(value)) : null;
    }

    /** A log line with an object that cannot be written must not fail; Camel uses its {@code toString} then. */
    private String textOrNull(Object value) {
        try {
            return text(value);
        } catch (OpenAiRequestException e) {
            return null;
        }
    }

    private byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    private String text(Object value) {
        return ValueText.of(value, context);
    }
}
