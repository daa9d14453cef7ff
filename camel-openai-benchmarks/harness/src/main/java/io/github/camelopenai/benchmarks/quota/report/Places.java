// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.report.Svg.Point;
import java.util.ArrayList;
import java.util.List;

/** Keeps what stands on a panel from covering each other. Not thread-safe. */
final class Places {
    private static final double MARKER = 11;
    private static final double LABEL_WIDTH = 32;
    private static final double LABEL_HEIGHT = 11;
    private static final double GAP = 7;

    private final List<Box> taken = new ArrayList<>();

    /** The place itself, or the nearest one to the right at which no other marker stands. */
    Point marker(Point wanted) {
        Point at = wanted;
        while (!isFree(markerAt(at))) {
            at = at.plus(2, 0);
        }
        taken.add(markerAt(at));
        return at;
    }

    /** The start of a label's base line at a marker: to the left, the right, above or below, where there is room. */
    Point label(Point marker) {
        double down = LABEL_HEIGHT / 2;
        List<Point> wanted = List.of(
                marker.plus(-GAP - LABEL_WIDTH, down - 1),
                marker.plus(GAP, down - 1),
                marker.plus(-LABEL_WIDTH / 2, -GAP),
                marker.plus(-LABEL_WIDTH / 2, GAP + LABEL_HEIGHT),
                marker.plus(GAP, -GAP),
                marker.plus(GAP, GAP + LABEL_HEIGHT));
        Point at = wanted.stream()
                .filter(place -> isFree(labelAt(place)))
                .findFirst()
                .orElse(wanted.get(0));
        taken.add(labelAt(at));
        return at;
    }

    private boolean isFree(Box box) {
        return taken.stream().noneMatch(box::meets);
    }

    private static Box markerAt(Point centre) {
        return new Box(centre.x() - MARKER / 2, centre.y() - MARKER / 2, MARKER, MARKER);
    }

    private static Box labelAt(Point start) {
        return new Box(start.x(), start.y() - LABEL_HEIGHT, LABEL_WIDTH, LABEL_HEIGHT);
    }

    private record Box(double left, double top, double width, double height) {
        boolean meets(Box other) {
            return left < other.left + other.width
                    && other.left < left + width
                    && top < other.top + other.height
                    && other.top < top + height;
        }
    }
}
