// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.retry;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** How long to wait, in every form: within bounds, and what is written comes back. */
public final class RetryAfterTarget implements Target {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration MOST = Duration.ofDays(366);

    @Override
    public void run(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        isBounded(RetryAfter.parse(name -> text, NOW));
        isBounded(RetryAfter.parse(name -> name.equals("retry-after") ? text : null, NOW));
        isBounded(RetryAfter.goDuration(text));
        isBounded(RetryAfter.inText(text));
        isBounded(RetryAfter.inText("Please try again in " + text + "."));
        String pumped = Pieces.pumped(text);
        isBounded(RetryAfter.inText("try again in " + pumped));
        isBounded(RetryAfter.goDuration(pumped));
        comesBack(Pieces.random(input));
    }

    private static void isBounded(Optional<Duration> wait) {
        wait.ifPresent(some ->
                Promise.holds(!some.isNegative() && some.compareTo(MOST) <= 0, "no wait that makes sense: " + some));
    }

    private static void comesBack(Random numbers) {
        Duration wait = Duration.ofMillis(numbers.nextInt(Integer.MAX_VALUE));
        String go = wait.toHours() + "h" + wait.toMinutesPart() + "m" + wait.toSecondsPart() + "."
                + String.format(Locale.ROOT, "%03d", wait.toMillisPart()) + "s";
        isNear(wait, RetryAfter.goDuration(go));
        isNear(wait, RetryAfter.inText("Rate limit reached. Please try again in " + go + ". See the docs."));
        isNear(wait, RetryAfter.parse(name -> name.equals("retry-after-ms") ? wait.toMillis() + "" : null, NOW));
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.plus(wait).atZone(ZoneOffset.UTC));
        Optional<Duration> untilDate = RetryAfter.parse(name -> name.equals("retry-after") ? date : null, NOW);
        isNear(wait.truncatedTo(java.time.temporal.ChronoUnit.SECONDS), untilDate);
    }

    private static void isNear(Duration wait, Optional<Duration> read) {
        Promise.holds(
                read.isPresent() && read.get().minus(wait).abs().compareTo(Duration.ofMillis(1)) <= 0,
                wait + " was read as " + read);
    }
}
