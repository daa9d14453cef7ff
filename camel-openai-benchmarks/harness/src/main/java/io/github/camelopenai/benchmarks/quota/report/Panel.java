// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.report.Svg.Point;
import java.util.function.DoubleUnaryOperator;

/**
 * A pair of axes on a drawing.
 *
 * @param svg the drawing
 * @param corner the upper left one
 * @param x to the right
 * @param y upwards
 */
record Panel(Svg svg, Point corner, Axis x, Axis y) {
    private static final String GRID = "fill=\"none\" stroke=\"#dddddd\" stroke-width=\"1\"";
    private static final String FRAME = "fill=\"none\" stroke=\"#555555\" stroke-width=\"1\"";

    /** Where a pair of values is. */
    Point at(double right, double up) {
        return corner.plus(x.at(right), y.length() - y.at(up));
    }

    void frame(String title) {
        svg.path("M%s h%.1f v%.1f h%.1f z".formatted(corner, x.length(), y.length(), -x.length()), FRAME);
        svg.text(corner.plus(0, -8), title, "font-weight=\"bold\"");
    }

    void tickOfX(double value, String label) {
        Point foot = at(value, y.least());
        svg.line(foot, foot.plus(0, -y.length()), GRID);
        svg.text(foot.plus(0, 16), label, "text-anchor=\"middle\" font-size=\"11\"");
    }

    void tickOfY(double value, String label) {
        Point foot = at(x.least(), value);
        svg.line(foot, foot.plus(x.length(), 0), GRID);
        svg.text(foot.plus(-6, 4), label, "text-anchor=\"end\" font-size=\"11\"");
    }

    void labelOfX(String label) {
        svg.text(corner.plus(x.length() / 2, y.length() + 34), label, "text-anchor=\"middle\"");
    }

    void labelOfY(String label) {
        Point at = corner.plus(-44, y.length() / 2);
        String turned = "text-anchor=\"middle\" transform=\"rotate(-90 %s)\"".formatted(at.toString());
        svg.text(at, label, turned);
    }

    /**
     * From values to a length.
     *
     * @param least the value at the start
     * @param most the value at the end
     * @param length between them
     * @param shape what is even along the axis; increasing
     */
    record Axis(double least, double most, double length, DoubleUnaryOperator shape) {
        static Axis linear(double least, double most, double length) {
            return new Axis(least, most, length, value -> value);
        }

        /** Logarithmic from about a tenth on, but with a place for zero a little after the start. */
        static Axis logarithmic(double most, double length) {
            return new Axis(-0.03, most, length, value -> Math.log10(1 + 10 * value));
        }

        double at(double value) {
            double start = shape.applyAsDouble(least);
            return (shape.applyAsDouble(value) - start) / (shape.applyAsDouble(most) - start) * length;
        }
    }
}
