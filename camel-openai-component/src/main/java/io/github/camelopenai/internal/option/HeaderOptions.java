// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

import io.github.camelopenai.internal.setup.NameSuggestions;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which options a header of a message may set: the option {@code headerOptions} of an endpoint. Immutable. */
public final class HeaderOptions {

    public static final String NAME = "headerOptions";

    /** Every option has its header. */
    static final HeaderOptions ALL = new HeaderOptions("all", null);

    private final String text;
    private final Set<String> open; // names of headers; null for all

    private HeaderOptions(String text, Set<String> open) {
        this.text = text;
        this.open = open;
    }

    /**
     * @param given      all, none, or names of options or headers with commas between them; null for all
     * @param operations the options of every operation; a component sets this option for all of them
     * @throws IllegalArgumentException when it names what no header can set
     */
    public static HeaderOptions of(Object given, Collection<List<Option<?>>> operations) {
        String text = given == null ? "all" : given.toString().strip();
        if (text.equalsIgnoreCase("all")) {
            return ALL;
        }
        if (text.equalsIgnoreCase("none")) {
            return new HeaderOptions("none", Set.of());
        }
        Map<String, String> headers = headers(operations);
        Set<String> open = new HashSet<>();
        for (String part : text.split(",", -1)) {
            String name = part.strip();
            String header = headers.get(name);
            if (header == null) {
                throw unknown(name, headers);
            }
            open.add(header);
        }
        return new HeaderOptions(text, open);
    }

    /** The header for each name of an option. */
    private static Map<String, String> headers(Collection<List<Option<?>>> operations) {
        Map<String, String> headers = new LinkedHashMap<>();
        Stream.concat(Stream.of(Option.COMMON), operations.stream())
                .flatMap(List::stream)
                .forEach(option -> {
                    headers.put(option.name(), option.header());
                    headers.put(option.header(), option.header());
                });
        return headers;
    }

    private static IllegalArgumentException unknown(String name, Map<String, String> headers) {
        List<String> kind = headers.keySet().stream()
                .filter(known -> Option.isHeader(known) == Option.isHeader(name))
                .toList();
        return new IllegalArgumentException(
                "headerOptions must be all, none, or names of options or headers with commas"
                        + " between them, but no header sets '" + name + "'"
                        + NameSuggestions.to(name, kind, 1).stream()
                                .map(nearest -> "; the nearest name is " + nearest)
                                .findFirst()
                                .orElse(""));
    }

    /** Whether this header may set its option. */
    public boolean allows(String header) {
        return open == null || open.contains(header);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return text;
    }
}
