// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks the names in an endpoint's URI, and finds what somebody may have meant. Stateless. */
final class OptionNames {

    private static final int SUGGESTIONS = 3;
    private static final List<String> PREFIXES = List.of("additionalHeader.", "additionalBodyProperty.");

    private OptionNames() {}

    /** The operation that a path names, or an exception that names the nearest. */
    static OpenAiOperation operation(String path) {
        return OpenAiOperation.of(path).orElseThrow(() -> {
            List<String> names =
                    Arrays.stream(OpenAiOperation.values()).map(Enum::name).toList();
            return new IllegalArgumentException("there is no operation openai:" + path + "; did you mean openai:"
                    + nearest(path, names, 1).get(0) + "? The operations are " + String.join(", ", names));
        });
    }

    /**
     * Refuses names that are unknown or belong to another operation.
     *
     * @param all every option of an endpoint, whatever its operation
     */
    static void check(OpenAiOperation operation, Collection<String> given, Collection<String> all) {
        Set<String> valid = new TreeSet<>(all);
        for (OpenAiOperation other : OpenAiOperation.values()) {
            valid.removeAll(other.options());
        }
        valid.addAll(operation.options());
        for (String name : given) {
            if (!valid.contains(name) && PREFIXES.stream().noneMatch(name::startsWith)) {
                throw new IllegalArgumentException(complaint(operation, name, valid));
            }
        }
    }

    private static String complaint(OpenAiOperation operation, String name, Set<String> valid) {
        String nearest = String.join(", ", nearest(name, valid, SUGGESTIONS));
        List<String> owners = Arrays.stream(OpenAiOperation.values())
                .filter(other -> other.options().contains(name))
                .map(other -> "openai:" + other.name())
                .toList();
        return owners.isEmpty()
                ? "openai:" + operation.name() + " has no option " + name + "; the nearest are " + nearest
                : "option " + name + " belongs to " + String.join(" and ", owners) + ", not to openai:"
                        + operation.name() + "; the nearest here are " + nearest;
    }

    private static List<String> nearest(String name, Collection<String> candidates, int count) {
        return candidates.stream()
                .sorted(Comparator.comparingInt(candidate -> distance(
                        name.toLowerCase(java.util.Locale.ROOT), candidate.toLowerCase(java.util.Locale.ROOT))))
                .limit(count)
                .toList();
    }

    /** Edits that turn one word into the other (V. Levenshtein, 1965), by the usual two rows. */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        Arrays.setAll(above, column -> column);
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int swap = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(swap, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }
}
