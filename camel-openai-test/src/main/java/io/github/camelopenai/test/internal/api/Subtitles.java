// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import java.time.Duration;

/** A transcript as one subtitle that stands for the whole length. Stateless. */
final class Subtitles {
    private Subtitles() {}

    static String srt(String text, Duration length) {
        return "1\n%s --> %s\n%s\n\n".formatted(time(Duration.ZERO, ','), time(length, ','), text);
    }

    static String vtt(String text, Duration length) {
        return "WEBVTT\n\n%s --> %s\n%s\n\n".formatted(time(Duration.ZERO, '.'), time(length, '.'), text);
    }

    private static String time(Duration at, char point) {
        return "%02d:%02d:%02d%c%03d"
                .formatted(at.toHours(), at.toMinutesPart(), at.toSecondsPart(), point, at.toMillisPart());
    }
}
