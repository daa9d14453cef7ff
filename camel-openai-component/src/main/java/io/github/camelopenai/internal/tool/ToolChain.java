// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/**
 * The tools within whose routes an exchange runs, the outermost first. Immutable.
 *
 * <p>The exchange of a tool carries it twice. The property goes along with every copy of the exchange; the header also reaches a new
 * exchange that is made with the headers of another one. The longer of the two counts, so that a header can lengthen the chain only.
 *
 * @param names of the tools, the outermost first
 */
public record ToolChain(List<String> names) {

    /** Exchange property and message header: the names, with commas between them. */
    public static final String NAME = "CamelOpenAIToolChain";

    /** More names than any limit allows. */
    private static final int LONGEST = 32;

    private static final int SHOWN_FIRST = 4;
    private static final int SHOWN_LAST = 2;
    private static final Pattern TOOL = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final ToolChain NONE = new ToolChain(List.of());

    /** The chain of this exchange; empty outside of tools. */
    public static ToolChain of(Exchange exchange) {
        ToolChain property = read(exchange.getProperty(NAME));
        ToolChain header =
                exchange.getMessage().hasHeaders() ? read(exchange.getMessage().getHeader(NAME)) : NONE;
        return header.depth() > property.depth() ? header : property;
    }

    private static ToolChain read(Object value) {
        if (!(value instanceof String text) || text.isEmpty()) {
            return NONE;
        }
        List<String> names = new ArrayList<>();
        for (String name : text.split(",", LONGEST)) { // a header may come from outside
            String stripped = name.strip();
            names.add(TOOL.matcher(stripped).matches() ? stripped : "(unknown)");
        }
        return new ToolChain(List.copyOf(names));
    }

    /** How many tools there are. */
    public int depth() {
        return names.size();
    }

    /** The chain within one more tool. */
    ToolChain with(String tool) {
        return new ToolChain(Stream.concat(names.stream(), Stream.of(tool)).toList());
    }

    /** Makes this the chain of the exchange of a tool. */
    void writeTo(Exchange exchange) {
        String text = String.join(",", names);
        exchange.setProperty(NAME, text);
        exchange.getMessage().setHeader(NAME, text);
    }

    /** Keeps a chain that has come as a header, in case the header is removed. */
    static void keep(Exchange exchange) {
        ToolChain chain = of(exchange);
        if (chain.depth() > 0) {
            exchange.setProperty(NAME, String.join(",", chain.names));
        }
    }

    @Override
    public String toString() {
        Stream<String> shown = names.size() <= SHOWN_FIRST + SHOWN_LAST
                ? names.stream()
                : Stream.of(
                                names.subList(0, SHOWN_FIRST),
                                List.of("…"),
                                names.subList(names.size() - SHOWN_LAST, names.size()))
                        .flatMap(List::stream);
        return shown.collect(Collectors.joining(" > "));
    }
}
