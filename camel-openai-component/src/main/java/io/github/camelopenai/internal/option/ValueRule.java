// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.json.BoundedTree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which values an option takes, beyond their type. Stateless. */
@FunctionalInterface
interface ValueRule {

    /** What is wrong with a value, such as {@code must be positive but was -5}; empty where nothing is. */
    Optional<String> refusal(Object value);

    /** This rule, and where it has nothing to say another. */
    default ValueRule and(ValueRule other) {
        return value -> refusal(value).or(() -> other.refusal(value));
    }

    static ValueRule of(String allowed, Predicate<Object> fits) {
        return value -> fits.test(value) ? Optional.empty() : refused(allowed, shown(value));
    }

    private static Optional<String> refused(String allowed, String shown) {
        return Optional.of("must be " + allowed + " but was " + shown);
    }

    /** A number of its type; not NaN and not infinite, which JSON cannot say. */
    private static ValueRule number(String allowed, Predicate<Double> fits) {
        return of(
                allowed,
                value -> !(value instanceof Number number)
                        || Double.isFinite(number.doubleValue()) && fits.test(number.doubleValue()));
    }

    static ValueRule finite() {
        return number("a finite number", value -> true);
    }

    static ValueRule positive() {
        return number("positive", value -> value > 0);
    }

    static ValueRule atLeast(long least) {
        return number("at least " + least, value -> value >= least);
    }

    static ValueRule between(String least, String most) {
        double low = Double.parseDouble(least);
        double high = Double.parseDouble(most);
        return number(least + " to " + most, value -> value >= low && value <= high);
    }

    /** A word that only this component reads, in any case. */
    static ValueRule word(String... words) {
        return of("one of " + Arrays.toString(words), value -> Arrays.stream(words)
                .anyMatch(String.valueOf(value)::equalsIgnoreCase));
    }

    /** A word that goes to the server as it is, where no other can work. */
    static ValueRule wireWord(String... words) {
        return of("one of " + Arrays.toString(words), value -> List.of(words).contains(String.valueOf(value)));
    }

    static ValueRule notBlank(String kind) {
        return of(kind, value -> !String.valueOf(value).isBlank());
    }

    static ValueRule atMostCharacters(int most) {
        return value -> {
            int length = String.valueOf(value).length();
            return length <= most
                    ? Optional.empty()
                    : refused("at most " + most + " characters", "one of " + length + " characters");
        };
    }

    /** Several texts, with commas between them or as a collection or array. */
    static ValueRule each(String allowed, int most, Predicate<String> fits) {
        return of(allowed, value -> {
            List<String> items = Options.items(value, String::strip);
            return items.size() <= most && items.stream().allMatch(fits);
        });
    }

    /** A time in milliseconds or as a text such as {@code 30s}. */
    static ValueRule time(long leastMillis, long mostMillis) {
        return value -> {
            Optional<Long> millis = Times.millis(value);
            if (millis.isEmpty()) {
                return refused("a time of at least " + leastMillis + "ms such as 30s", shown(value));
            }
            String shown = value instanceof Number ? value + "ms" : shown(value);
            return millis.get() < leastMillis
                    ? refused("at least " + leastMillis + "ms", shown)
                    : millis.get() > mostMillis ? refused("at most " + mostMillis + "ms", shown) : Optional.empty();
        };
    }

    static ValueRule size() {
        return value -> {
            String text = String.valueOf(value);
            try {
                return ByteSize.parse(text, "") > 0 ? Optional.empty() : refused("at least 1 byte", shown(value));
            } catch (OpenAiRequestException e) {
                return refused("a number of bytes such as 25MiB, 100MB or 5000", shown(value));
            }
        };
    }

    /** A word, or a JSON object as a Map, a tree or a text. */
    static ValueRule wordOrObject(String kind, Predicate<String> word) {
        return of(kind + " or a JSON object", value -> {
            if (!(value instanceof CharSequence)) {
                return value instanceof Map || value instanceof JsonNode tree && (tree.isObject() || tree.isTextual());
            }
            String text = value.toString().strip();
            return text.startsWith("{")
                    ? BoundedTree.document(text).filter(JsonNode::isObject).isPresent()
                    : !text.isEmpty() && word.test(text);
        });
    }

    /** A value for a message; a long one may be a prompt, or hold one. */
    static String shown(Object value) {
        String text = String.valueOf(value);
        if (value instanceof Number) {
            return text;
        }
        return text.length() <= 40
                ? "'" + text + "'"
                : "a " + value.getClass().getSimpleName() + " of " + text.length() + " characters";
    }
}
