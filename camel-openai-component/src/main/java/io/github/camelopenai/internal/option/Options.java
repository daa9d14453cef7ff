// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

import io.github.camelopenai.error.OpenAiRequestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;

/** The options of one call: a header of the message wins over the endpoint, which wins over the component. */
public final class Options {

    private final Exchange exchange;
    private final Map<String, Object> written; // the headers that begin like ours
    private final Map<String, Object> headers; // those of them that count, in any case
    private final HeaderOptions open;
    private final Function<String, Object> configured;
    private final ValueRules rules;

    /** Those of {@code openai:chat} at any server, with all headers. */
    public Options(Exchange exchange, Function<String, Object> configured) {
        this(exchange, configured, HeaderOptions.ALL, ValueRules.of("chat", false));
    }

    /**
     * @param configured the value of an option at the endpoint, by name
     * @param open       which headers count
     * @param rules      what values the options take
     */
    public Options(Exchange exchange, Function<String, Object> configured, HeaderOptions open, ValueRules rules) {
        this.exchange = exchange;
        this.written = ours(exchange.getMessage());
        this.headers = written.isEmpty() ? Map.of() : trusted(written);
        this.open = open;
        this.configured = configured;
        this.rules = rules;
    }

    /** Most messages have other headers and none of ours, and there are some forty options to be looked for. */
    private static Map<String, Object> ours(Message message) {
        Map<String, Object> ours = Map.of();
        if (message.hasHeaders()) {
            for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
                if (Option.isHeader(header.getKey())) {
                    ours = ours.isEmpty() ? new HashMap<>() : ours;
                    ours.put(header.getKey(), header.getValue());
                }
            }
        }
        return ours;
    }

    private static Map<String, Object> trusted(Map<String, Object> ours) {
        Map<String, Object> trusted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ours.forEach((name, value) -> {
            if (Option.isTrusted(name)) {
                trusted.put(name, value);
            }
        });
        return trusted;
    }

    public CamelContext context() {
        return exchange.getContext();
    }

    /** The value, or null where nobody set it. */
    public <T> T get(Option<T> option) {
        Object header = inHeader(option);
        Object value = header != null ? header : configured.apply(option.name());
        if (value == null) {
            return null;
        }
        boolean fits = option.type() == Object.class || option.type().isInstance(value);
        T converted = fits ? option.type().cast(value) : convert(option, value, header != null);
        rules.check(option, converted);
        return converted;
    }

    /** Looks at the values in headers, which are not known when the endpoint starts. */
    public void checkHeaders(Collection<Option<?>> options) {
        if (!headers.isEmpty()) {
            options.stream().filter(this::isInHeader).forEach(this::get);
        }
    }

    /** The value at the endpoint, whatever a header says; null where nobody set it. */
    public <T> T configured(Option<T> option) {
        Object value = configured.apply(option.name());
        return value == null || option.type().isInstance(value)
                ? option.type().cast(value)
                : convert(option, value, false);
    }

    /** Whether the value is that of a header. */
    public boolean isInHeader(Option<?> option) {
        return inHeader(option) != null;
    }

    private Object inHeader(Option<?> option) {
        return headers.isEmpty() || !open.allows(option.header()) ? null : headers.get(option.header());
    }

    /** The value, or another where nobody set it. */
    public <T> T get(Option<T> option, T otherwise) {
        T value = get(option);
        return value == null ? otherwise : value;
    }

    /**
     * Several texts, given as a collection, an array, or one text with commas between them; empty when unset. Blanks around
     * the parts of one text do not count.
     */
    public List<String> list(Option<Object> option) {
        return items(get(option), item -> trimmed(option, item));
    }

    static List<String> items(Object value, UnaryOperator<String> trim) {
        List<String> result = new ArrayList<>();
        if (value instanceof Iterable<?> items) {
            items.forEach(item -> result.add(String.valueOf(item)));
        } else if (value instanceof Object[] items) {
            Arrays.stream(items).forEach(item -> result.add(String.valueOf(item)));
        } else if (value != null) {
            for (String item : value.toString().split(",", -1)) {
                String text = trim.apply(item);
                if (!text.isEmpty()) {
                    result.add(text);
                }
            }
        }
        return result;
    }

    /** A line break may be meant where an answer is to stop. */
    private static String trimmed(Option<Object> option, String item) {
        return option == Option.STOP ? withoutBlanks(item) : item.strip();
    }

    private static String withoutBlanks(String item) {
        int begin = 0;
        int end = item.length();
        while (begin < end && isBlank(item.charAt(begin))) {
            begin++;
        }
        while (begin < end && isBlank(item.charAt(end - 1))) {
            end--;
        }
        return item.substring(begin, end);
    }

    private static boolean isBlank(char letter) {
        return letter == ' ' || letter == '\t';
    }

    private <T> T convert(Option<T> option, Object value, boolean fromHeader) {
        T converted = null;
        try {
            converted = isCut(option.type(), value)
                    ? null
                    : exchange.getContext().getTypeConverter().tryConvertTo(option.type(), exchange, value);
        } catch (TypeConversionException e) {
            // said below, with the place
        }
        if (converted == null) {
            throw OpenAiRequestException.refused(
                    (fromHeader ? "header " + option.header() : "option " + option.name()) + " must be "
                            + kind(option.type()) + " but was " + ValueRule.shown(value) + "; correct or remove it");
        }
        return converted;
    }

    private static String kind(Class<?> type) {
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        return type == Double.class ? "a number" : "a text";
    }

    /** Whether Camel's conversion would drop a fraction, or what does not fit into the type. */
    private static boolean isCut(Class<?> type, Object value) {
        if (!(value instanceof Number number) || type != Integer.class && type != Long.class) {
            return false;
        }
        double exact = number.doubleValue();
        return exact != Math.rint(exact)
                || Math.abs(exact) > (type == Integer.class ? Integer.MAX_VALUE : (double) Long.MAX_VALUE);
    }

    /** The headers that begin like those of options, as they are written, whether or not this step reads them. */
    public Map<String, Object> headers() {
        return written;
    }

    public Exchange exchange() {
        return exchange;
    }
}
