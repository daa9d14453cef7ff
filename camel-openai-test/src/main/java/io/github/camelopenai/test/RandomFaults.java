// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;

/** Fails a share of the requests, in every way that a reply of a script can fail. Thread-safe. */
final class RandomFaults {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration TRICKLE = Duration.ofMillis(300);

    /** Longer than a client waits that means to be tested; others wait for it. */
    private static final Duration STALL = Duration.ofSeconds(20);

    /** Bodies are cut at a random byte below this. */
    private static final int CUT_BELOW = 200;

    /** Ways that suit any answer, whole or streamed. */
    private static final List<IntFunction<Reply>> ANY = List.of(
            number -> Reply.status(400),
            number -> Reply.status(401),
            number -> Reply.status(403),
            number -> Reply.status(404),
            number -> Reply.status(408),
            number -> Reply.status(409),
            number -> Reply.status(413),
            number -> Reply.status(422),
            number -> Reply.status(500),
            number -> Reply.status(502),
            number -> Reply.status(503),
            number -> Reply.status(504),
            number -> Reply.rateLimited(SHORT),
            number -> Reply.tokensLimited(SHORT),
            number -> Reply.quotaExceeded(),
            number -> Reply.tooLarge(1000, 2000),
            number -> Reply.html(200),
            number -> Reply.plainText(503, "upstream connect error"),
            number -> Reply.errorAsText(500, "model runner stopped"),
            number -> Reply.json("{\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\"}}"),
            number -> Reply.malformedJson(),
            number -> Reply.emptyBody(),
            number -> Reply.connectionReset(),
            number -> Reply.emptyResponse(),
            number -> Reply.ok().after(SHORT),
            number -> Reply.ok().after(STALL),
            number -> Reply.ok().over(TRICKLE),
            number -> Reply.ok().inPiecesOf(1 + number % 7),
            number -> Reply.ok().cutAfter(number % CUT_BELOW));

    /** Ways that need events. */
    private static final List<IntFunction<Reply>> STREAMED = List.of(
            number -> Reply.ok().cutAfterEvents(number % 4),
            number -> Reply.ok().silentAfter(number % 4),
            number -> Reply.ok().errorAfter(number % 4, Reply.status(500)),
            number -> Reply.ok().withoutDone(),
            number -> Reply.ok().withKeepAlives(),
            number -> Reply.ok().withCrLf());

    private final double share;
    private final Random random; // thread-safe by itself

    RandomFaults(double share, long seed) {
        if (!(share >= 0) || share > 1) {
            throw new IllegalArgumentException("the share of faults must be from 0 to 1 but was " + share);
        }
        this.share = share;
        this.random = new Random(seed);
    }

    /** What goes wrong with this request; empty when nothing does. */
    Optional<Reply> next(boolean streamed) {
        if (random.nextDouble() >= share) {
            return Optional.empty();
        }
        int kinds = ANY.size() + (streamed ? STREAMED.size() : 0);
        int kind = random.nextInt(kinds);
        IntFunction<Reply> way = kind < ANY.size() ? ANY.get(kind) : STREAMED.get(kind - ANY.size());
        return Optional.of(way.apply(random.nextInt(Integer.MAX_VALUE)));
    }
}
