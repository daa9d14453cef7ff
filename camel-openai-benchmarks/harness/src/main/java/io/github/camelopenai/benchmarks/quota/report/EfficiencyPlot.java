// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.report.Panel.Axis;
import io.github.camelopenai.benchmarks.quota.report.Svg.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Efficiency against rejected calls, a panel for each server and a marker for each client. */
final class EfficiencyPlot {
    private static final int PANEL_WIDTH = 330;
    private static final int PANEL_HEIGHT = 230;
    private static final int LEFT = 70;
    private static final int TOP = 106;
    private static final int BETWEEN = 74;
    private static final int LEGEND_WIDTH = 150;
    private static final String CROSSED = "stroke=\"#222222\" stroke-width=\"1.5\"";
    private static final String LABEL = "font-size=\"10\"";
    private static final List<String> NOTES = List.of(
            "Better is up and to the left. Markers that would cover each other are moved to the right.",
            "Hollow: lost jobs in the first round, with their share, and was given them again.",
            "Crossed: has not answered all of them in the end, so its efficiency flatters; drawn at 100 % at most.");
    private static final Map<String, String> SERVERS = Map.of(
            "V1", "V1: a bucket of one minute",
            "V2", "V2: buckets of ten seconds and one second",
            "V3", "V3: a fixed minute",
            "V4", "V4: a log of the last minute");

    private final String title;
    private final List<Item> items;
    private final List<String> servers;
    private final double mostRejected;

    EfficiencyPlot(String title, List<Item> items) {
        this.title = title;
        this.items = items;
        servers = items.stream().map(Item::server).distinct().sorted().toList();
        mostRejected = items.stream().mapToDouble(Item::rejected).max().orElse(0);
    }

    /** The file. */
    String draw() {
        int columns = Math.min(2, servers.size());
        int rows = (servers.size() + 1) / 2;
        int right = LEFT + columns * (PANEL_WIDTH + BETWEEN);
        Svg svg = new Svg(right + LEGEND_WIDTH, TOP + rows * (PANEL_HEIGHT + BETWEEN), title);
        svg.text(new Point(LEFT, 26), title, "font-size=\"16\" font-weight=\"bold\"");
        for (int i = 0; i < NOTES.size(); i++) {
            svg.text(new Point(LEFT, 44 + 15.0 * i), NOTES.get(i), "font-size=\"11\"");
        }
        for (int i = 0; i < servers.size(); i++) {
            Point corner = new Point(
                    LEFT + i % 2 * (double) (PANEL_WIDTH + BETWEEN), TOP + i / 2 * (double) (PANEL_HEIGHT + BETWEEN));
            panel(svg, corner, servers.get(i));
        }
        legend(svg, new Point(right - 40.0, TOP + 8.0));
        return svg.toString();
    }

    private void panel(Svg svg, Point corner, String server) {
        double most = Math.max(100, Math.pow(10, Math.ceil(Math.log10(mostRejected * 1.2 + 1))));
        Panel panel = new Panel(svg, corner, Axis.logarithmic(most, PANEL_WIDTH), Axis.linear(0, 1.05, PANEL_HEIGHT));
        panel.tickOfX(0, "0");
        for (double value = 0.1; value <= most * 1.01; value *= 10) {
            panel.tickOfX(value, value < 1 ? "0.1" : String.valueOf(Math.round(value)));
        }
        for (int percent = 0; percent <= 100; percent += 20) {
            panel.tickOfY(percent / 100.0, percent + " %");
        }
        panel.frame(SERVERS.getOrDefault(server, server));
        panel.labelOfX("rejected calls per 100 jobs (logarithmic)");
        panel.labelOfY("efficiency E");
        markers(
                panel,
                items.stream().filter(item -> item.server().equals(server)).toList());
    }

    private static void markers(Panel panel, List<Item> own) {
        Places places = new Places();
        Map<Item, Point> at = new LinkedHashMap<>();
        own.forEach(item -> at.put(item, places.marker(panel.at(item.rejected(), Math.min(1, item.efficiency())))));
        at.forEach((item, place) -> {
            Mark.of(item.client()).draw(panel.svg(), place, item.lost() > 0);
            if (item.unanswered() > 0) {
                panel.svg().line(place.plus(-8, 8), place.plus(8, -8), CROSSED);
            }
            if (item.lost() > 0) {
                panel.svg().text(places.label(place), "%.0f %%".formatted(Math.max(1, item.lost() * 100)), LABEL);
            }
        });
    }

    private void legend(Svg svg, Point start) {
        Point at = start;
        for (String client :
                items.stream().map(Item::client).distinct().sorted(Mark.order()).toList()) {
            Mark.of(client).draw(svg, at, false);
            svg.text(at.plus(14, 4), client, "");
            at = at.plus(0, 22);
        }
    }

    /**
     * One marker.
     *
     * @param server the server's label
     * @param client the client's name
     * @param rejected calls per 100 jobs
     * @param efficiency from 0 to 1
     * @param lost share of the jobs that were given up in the first round
     * @param unanswered how many jobs were never answered, so that the efficiency flatters
     */
    record Item(String server, String client, double rejected, double efficiency, double lost, double unanswered) {}
}
