// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.report.Svg.Point;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a client is drawn: relatives share a colour and differ in shape and dashes. The colours are those of Okabe and Ito,
 * which colour-blind people can tell apart.
 *
 * @param colour of lines and markers
 * @param shape path of a marker around its place
 * @param dashes of a line
 */
record Mark(String colour, String shape, String dashes) {
    private static final String CIRCLE = "m-5,0 a5,5 0 1,0 10,0 a5,5 0 1,0 -10,0 z";
    private static final String SQUARE = "m-4.5,-4.5 h9 v9 h-9 z";
    private static final String TRIANGLE = "m0,-6 l5.5,10 h-11 z";
    private static final String DIAMOND = "m0,-6.5 l5.5,6.5 l-5.5,6.5 l-5.5,-6.5 z";
    private static final String SOLID = "none";
    private static final String DASHED = "7 4";
    private static final String DOTTED = "2 3";

    private static final String BLUE = "#0072b2";
    private static final String VERMILION = "#d55e00";
    private static final String ORANGE = "#e69f00";
    private static final String GREEN = "#009e73";
    private static final String PURPLE = "#cc79a7";
    private static final String BLACK = "#000000";
    private static final Mark OTHER = new Mark("#777777", SQUARE, DOTTED);
    private static final Map<String, Mark> ALL = new LinkedHashMap<>();

    static {
        ALL.put("ours", new Mark(BLUE, CIRCLE, SOLID));
        ALL.put("ours-no-headers", new Mark(BLUE, SQUARE, DASHED));
        ALL.put("ours-cluster", new Mark(BLUE, TRIANGLE, DOTTED));
        ALL.put("sdk", new Mark(VERMILION, CIRCLE, SOLID));
        ALL.put("sdk-10", new Mark(VERMILION, SQUARE, DASHED));
        ALL.put("camel-throttle", new Mark(ORANGE, TRIANGLE, SOLID));
        ALL.put("resilience-rpm", new Mark(GREEN, CIRCLE, SOLID));
        ALL.put("resilience-both", new Mark(GREEN, SQUARE, DASHED));
        ALL.put("cookbook", new Mark(PURPLE, TRIANGLE, SOLID));
        ALL.put("cookbook-75", new Mark(PURPLE, DIAMOND, DASHED));
        ALL.put("aws", new Mark(BLACK, DIAMOND, SOLID));
    }

    /** The mark of a client; one for all whose name is not known. */
    static Mark of(String client) {
        return ALL.getOrDefault(client, OTHER);
    }

    /** The client whose name a file's name starts with, or the whole name. */
    static String clientOf(String fileName) {
        return ALL.keySet().stream()
                .filter(fileName::startsWith)
                .max(Comparator.comparingInt(String::length))
                .orElse(fileName);
    }

    /** Known clients first, in the order in which they are to be read. */
    static Comparator<String> order() {
        List<String> known = List.copyOf(ALL.keySet());
        return Comparator.<String>comparingInt(client -> known.contains(client) ? known.indexOf(client) : known.size())
                .thenComparing(client -> client);
    }

    void draw(Svg svg, Point at, boolean hollow) {
        svg.path(
                "M" + at + " " + shape,
                "fill=\"%s\" stroke=\"%s\" stroke-width=\"2\"".formatted(hollow ? "#ffffff" : colour, colour));
    }

    /** The attributes of a line. */
    String line() {
        return "fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"".formatted(colour, dashes);
    }
}
