// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import java.util.Locale;

/** A drawing on white ground, so that it can be read on any page. Not thread-safe. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    /** Starts a drawing; the title is what a screen reader says. */
    Svg(int width, int height, String title) {
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                .formatted(width, height, width, height));
        add(" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" font-size=\"12\" fill=\"#222222\">\n");
        add("<title>" + escaped(title) + "</title>\n");
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n".formatted(width, height));
    }

    /** Draws a line; the style is a list of attributes. */
    void line(Point from, Point to, String style) {
        path("M" + from + " L" + to, style);
    }

    /** Draws a path; the style is a list of attributes. */
    void path(String path, String style) {
        add("<path d=\"" + path + "\" " + style + "/>\n");
    }

    /** Writes a text; the style is a list of attributes. */
    void text(Point at, String words, String style) {
        add("<text x=\"%s\" y=\"%s\" %s>%s</text>\n"
                .formatted(decimal(at.x()), decimal(at.y()), style, escaped(words)));
    }

    /** The whole file. */
    @Override
    public String toString() {
        return text + "</svg>\n";
    }

    private void add(String part) {
        text.append(part);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /**
     * A place, counted from the upper left corner.
     *
     * @param x to the right
     * @param y downwards
     */
    record Point(double x, double y) {
        /** As a path names it. */
        @Override
        public String toString() {
            return decimal(x) + "," + decimal(y);
        }

        Point plus(double right, double down) {
            return new Point(x + right, y + down);
        }
    }
}
