// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.retry;

import io.github.camelopenai.internal.time.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long a server asks to wait, in all the forms that servers use. */
public final class RetryAfter {

    /** A wait of more than a year is an error; a bound keeps the arithmetic safe. */
    private static final Duration MOST = Duration.ofDays(366);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
    private static final Pattern IN_TEXT =
            Pattern.compile("(?i)(?:try again in|retry after) ((?:\\d{1,12}+(?:\\.\\d{1,9}+)?+ ?+(?:ms|h|m|s)){1,5}+)");

    private RetryAfter() {}

    /**
     * The wait, from {@code retry-after-ms} before {@code retry-after} (seconds, HTTP date or Go duration).
     *
     * @param header header values by lower-case name, null where absent
     * @param now    to turn a date into a wait
     * @return empty when absent or invalid; zero when it lies in the past
     */
    public static Optional<Duration> parse(UnaryOperator<String> header, Instant now) {
        Optional<Duration> millis = number(header.apply("retry-after-ms")).map(value -> seconds(value / 1000));
        return millis.isPresent() ? millis : value(header.apply("retry-after"), now);
    }

    /** The wait in a sentence such as "Please try again in 1m2.5s." */
    public static Optional<Duration> inText(String message) {
        if (message == null) {
            return Optional.empty();
        }
        Matcher matcher = IN_TEXT.matcher(message);
        return matcher.find() ? goDuration(matcher.group(1).replace(" ", "")) : Optional.empty();
    }

    /** A duration as Go prints it: {@code 20ms}, {@code 8.64s}, {@code 6m0s}, {@code 1h2m3s}. */
    public static Optional<Duration> goDuration(String text) {
        long nanos = text == null ? -1 : GoDuration.nanos(text.strip());
        return nanos < 0 ? Optional.empty() : Optional.of(bounded(Duration.ofNanos(nanos)));
    }

    private static Optional<Duration> value(String text, Instant now) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Duration> asSeconds = number(text).map(RetryAfter::seconds);
        if (asSeconds.isPresent()) {
            return asSeconds;
        }
        Optional<Duration> asDuration = goDuration(text);
        return asDuration.isPresent() ? asDuration : date(text, now);
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            Instant until = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(until.isAfter(now) ? bounded(Duration.between(now, until)) : Duration.ZERO);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(MOST) < 0 ? wait : MOST;
    }

    private static Optional<Double> number(String text) {
        return text != null && NUMBER.matcher(text.strip()).matches()
                ? Optional.of(Double.parseDouble(text.strip()))
                : Optional.empty();
    }

    private static Duration seconds(double value) {
        return bounded(Duration.ofNanos((long) (value * 1e9))); // a value that is too large becomes 292 years
    }
}
