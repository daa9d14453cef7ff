// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.report.Panel.Axis;
import io.github.camelopenai.benchmarks.quota.report.Svg.Point;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Runs over time: what was admitted so far against what the server would have, and below when calls were rejected. */
final class CoursePlot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 340;
    private static final int LEFT = 74;
    private static final int TOP = 66;
    private static final int STRIP = 34;
    private static final double TICK_LENGTH = 8;
    private static final String BOLD = "font-weight=\"bold\"";
    private static final String LIMIT = "fill=\"none\" stroke=\"#999999\" stroke-width=\"4\"";

    private final String title;
    private final List<Line> lines;
    private final double minutes;
    private final double tokens;

    CoursePlot(String title, List<Line> lines) {
        this.title = title;
        this.lines = lines;
        minutes = Math.max(
                1,
                lines.stream()
                        .flatMap(line -> line.seconds().stream())
                        .mapToDouble(second -> second.second() / 60.0)
                        .max()
                        .orElse(1));
        tokens = Math.max(
                1,
                lines.stream()
                        .flatMap(line -> line.seconds().stream())
                        .mapToDouble(Trace.Second::admittedTokens)
                        .max()
                        .orElse(1));
    }

    /** The file. */
    String draw() {
        Svg svg = new Svg(LEFT + WIDTH + 230, TOP + HEIGHT + 92 + STRIP * lines.size(), title);
        svg.text(new Point(LEFT, 26), title, "font-size=\"16\" font-weight=\"bold\"");
        Panel panel = new Panel(
                svg,
                new Point(LEFT, TOP),
                Axis.linear(0, minutes * 1.02, WIDTH),
                Axis.linear(0, tokens * 1.08, HEIGHT));
        ticks(panel);
        panel.frame("tokens admitted so far");
        panel.labelOfY("thousand tokens");
        allowed(panel);
        lines.forEach(line -> svg.path(path(panel, line), Mark.of(line.client()).line()));
        legend(svg);
        strips(svg, panel.x());
        return svg.toString();
    }

    private void ticks(Panel panel) {
        double step = step(minutes);
        for (double value = 0; value <= panel.x().most(); value += step) {
            panel.tickOfX(value, text(value));
        }
        step = step(tokens / 1_000);
        for (double value = 0; value * 1_000 <= panel.y().most(); value += step) {
            panel.tickOfY(value * 1_000, text(value));
        }
    }

    /** The line of the server, from the run that lasted longest: nobody can be above it. */
    private void allowed(Panel panel) {
        Line longest = lines.stream()
                .max((a, b) -> Long.compare(a.lastSecond(), b.lastSecond()))
                .orElseThrow();
        String path = longest.seconds().stream()
                .map(second -> panel.at(second.second() / 60.0, Math.min(tokens, second.allowedTokens())))
                .map(Point::toString)
                .collect(Collectors.joining(" L", "M", ""));
        panel.svg().path(path, LIMIT);
    }

    private static String path(Panel panel, Line line) {
        return line.seconds().stream()
                .map(second -> panel.at(second.second() / 60.0, second.admittedTokens()))
                .map(Point::toString)
                .collect(Collectors.joining(" L", "M", ""));
    }

    private void legend(Svg svg) {
        Point at = new Point(LEFT + WIDTH + 20, TOP + 14);
        svg.line(at, at.plus(34, 0), LIMIT);
        svg.text(at.plus(42, 4), "most that is allowed", "");
        for (Line line : lines) {
            at = at.plus(0, 22);
            svg.line(at, at.plus(34, 0), Mark.of(line.client()).line());
            svg.text(at.plus(42, 4), line.client(), "");
        }
    }

    private void strips(Svg svg, Axis x) {
        double top = TOP + HEIGHT + 56;
        svg.text(
                new Point(LEFT, top - 12),
                "rejected calls: a tick for each second that had some, longer for more",
                BOLD);
        for (Line line : lines) {
            Point foot = new Point(LEFT, top + STRIP - 8);
            svg.line(foot, foot.plus(x.length(), 0), "stroke=\"#bbbbbb\"");
            String style = "stroke=\"%s\" stroke-width=\"1\""
                    .formatted(Mark.of(line.client()).colour());
            long before = 0;
            for (Trace.Second second : line.seconds()) {
                double length = TICK_LENGTH * Math.log10(1 + second.rejected() - before);
                if (second.rejected() > before) {
                    Point at = foot.plus(x.at(second.second() / 60.0), 0);
                    svg.line(at, at.plus(0, -2 - Math.min(STRIP - 12.0, length)), style);
                }
                before = second.rejected();
            }
            svg.text(foot.plus(x.length() + 20, 0), "%s: %,d rejected".formatted(line.client(), before), "");
            top += STRIP;
        }
        svg.text(new Point(LEFT + x.length() / 2, top + 22), "virtual minutes", "text-anchor=\"middle\"");
    }

    /** A round step that makes four to ten ticks. */
    private static double step(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        double digit = most / power;
        return digit < 2 ? power / 5 : digit < 5 ? power / 2 : power;
    }

    private static String text(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : String.valueOf(value);
    }

    /**
     * One run.
     *
     * @param client the client's name
     * @param seconds the run, at least one
     */
    record Line(String client, List<Trace.Second> seconds) {
        long lastSecond() {
            return seconds.get(seconds.size() - 1).second();
        }
    }
}
