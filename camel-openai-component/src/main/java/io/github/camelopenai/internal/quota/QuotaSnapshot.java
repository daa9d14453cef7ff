// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * One throttle at one moment. Immutable.
 *
 * @param key          account and model family it stands for; no secret
 * @param limits       what it holds calls to, as known now
 * @param requestsLeft requests that could leave now, empty without a limit
 * @param tokensLeft   tokens that could be used now, empty without a limit
 * @param inFlight     calls on their way
 * @param queued       calls that wait
 * @param dimensions   what is known about each limit
 * @param chargeRule   how the server was found to charge tokens
 * @param usedPart     the part of the limits that is used, below 1 after complaints of the server
 * @param lanes        those with calls that wait or are under way
 * @param expectedWait how long a call would wait that came now, in the default lane
 * @param waitKnown    whether that rests on what is known; see {@link Outlook#isKnown}
 * @param storeFailing whether the store of a shared quota could not be reached when it was last asked
 */
public record QuotaSnapshot(
        String key,
        Limits limits,
        OptionalLong requestsLeft,
        OptionalLong tokensLeft,
        int inFlight,
        int queued,
        List<DimensionLevel> dimensions,
        ChargeRule chargeRule,
        double usedPart,
        List<LaneLevel> lanes,
        Duration expectedWait,
        boolean waitKnown,
        boolean storeFailing) {

    /**
     * One limit.
     *
     * @param name             requests, tokens or images, or that with " a day"
     * @param perMinute        the limit, for a minute
     * @param level            what is left; negative when it is owed
     * @param model            how the server refills: unknown, bucket, or window
     * @param window           how long the server takes from nothing to all
     * @param drift            what all headers together have corrected, since the model was last changed
     * @param margin           what is left unused, as headers keep correcting the level downward
     * @param foreignPerMinute what others use of the same limit, as far as headers show it
     */
    public record DimensionLevel(
            String name,
            long perMinute,
            long level,
            String model,
            Duration window,
            long drift,
            long margin,
            long foreignPerMinute) {

        static DimensionLevel of(String name, Meter meter, long now) {
            return new DimensionLevel(
                    name,
                    Math.round(meter.perMinute()),
                    (long) Math.floor(meter.level(now)),
                    meter.kind().name().toLowerCase(java.util.Locale.ROOT),
                    Duration.ofNanos((long) meter.windowNanos()),
                    Math.round(meter.corrected()),
                    Math.round(meter.marginNow(now)),
                    Math.round(meter.foreignPerMinute()));
        }
    }

    /**
     * One lane.
     *
     * @param weight   its share relative to other lanes
     * @param queued   calls that wait
     * @param inFlight calls on their way
     */
    public record LaneLevel(String name, double weight, int queued, int inFlight) {}
}
