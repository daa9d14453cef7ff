// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All forms in which servers say how long to wait. */
class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static Optional<Duration> parse(String millis, String value) {
        Map<String, String> headers = new HashMap<>();
        headers.put("retry-after-ms", millis);
        headers.put("retry-after", value);
        return RetryAfter.parse(headers::get, NOW);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            whole milliseconds                 | 1500   | -                             | PT1.5S
            a part of a millisecond            | 0.5    | -                             | PT0.0005S
            no milliseconds                    | 0      | -                             | PT0S
            milliseconds before seconds        | 250    | 60                            | PT0.25S
            no milliseconds before seconds     | 0      | 60                            | PT0S
            broken milliseconds, then seconds  | soon   | 60                            | PT1M
            negative milliseconds, then seconds| -5     | 60                            | PT1M
            seconds                            | -      | 7                             | PT7S
            no seconds                         | -      | 0                             | PT0S
            decimal seconds                    | -      | 0.25                          | PT0.25S
            seconds with spaces around         | -      | '  7 '                        | PT7S
            a date to come                     | -      | Sun, 22 Nov 2026 10:01:30 GMT | PT1M30S
            a date that has passed             | -      | Sun, 22 Nov 2026 09:00:00 GMT | PT0S
            this moment                        | -      | Sun, 22 Nov 2026 10:00:00 GMT | PT0S
            Go: milliseconds                   | -      | 20ms                          | PT0.02S
            Go: decimal seconds                | -      | 8.64s                         | PT8.64S
            Go: minutes and seconds            | -      | 6m0s                          | PT6M
            Go: hours, minutes and seconds     | -      | 1h2m3s                        | PT1H2M3S
            Go: microseconds                   | -      | 500us                         | PT0.0005S
            Go: nanoseconds                    | -      | 2000ns                        | PT0.000002S
            a date for ever, cut to a year     | -      | Fri, 31 Dec 9999 23:59:59 GMT | PT8784H
            a huge number, cut to a year       | -      | 999999999999999               | PT8784H
            a huge Go duration, cut to a year  | -      | 999999999999h                 | PT8784H
            """)
    void understands(String what, String millis, String value, Duration expected) {
        assertThat(parse(millis, value)).contains(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            nothing                   | -    | -
            an empty value            | -    | ''
            a blank value             | -    | '  '
            a word                    | -    | soon
            a negative number         | -    | -5
            a negative Go duration    | -    | -5s
            a unit without a number   | -    | s
            a unit nobody knows       | -    | 5 days
            a rest behind a duration  | -    | 5s!
            a rest before a duration  | -    | ~5s
            a number without end      | -    | 99999999999999999999
            not a number              | NaN  | -
            infinity                  | -    | Infinity
            an exponent               | -    | 1e9
            a date of another form    | -    | 2026-11-22T10:01:30Z
            a day that does not exist | -    | Sun, 32 Nov 2026 10:01:30 GMT
            """)
    void ignores(String what, String millis, String value) {
        assertThat(parse(millis, value)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Rate limit reached. Please try again in 1m2.5s.                 | PT1M2.5S
            Limit 3, Used 3, Requested 1. Please try again in 20s. Visit us | PT20S
            Please try again in 456ms.                                      | PT0.456S
            please TRY AGAIN IN 6m0s                                        | PT6M
            """)
    void findsTheWaitInASentence(String message, Duration expected) {
        assertThat(RetryAfter.inText(message)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"Please try again later.", "Please try again in a while.", "''", "try again in 99999999999999999999s"})
    void findsNoWaitWhereThereIsNone(String message) {
        assertThat(RetryAfter.inText(message)).isEmpty();
    }

    @Test
    void findsNoWaitWithoutAMessage() {
        assertThat(RetryAfter.inText(null)).isEmpty();
        assertThat(RetryAfter.goDuration(null)).isEmpty();
    }
}
