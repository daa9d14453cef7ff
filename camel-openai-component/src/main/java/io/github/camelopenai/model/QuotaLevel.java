// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * The quota of one account and model at one moment. Immutable.
 *
 * @param key               account and model; no secret
 * @param requestsPerMinute the limit, empty when none is known
 * @param tokensPerMinute   the limit, empty when none is known
 * @param requestsLeft      requests that could be sent now; negative when some are owed
 * @param tokensLeft        tokens that could be used now; negative when some are owed
 * @param inFlight          calls in flight
 * @param queued            calls that wait
 * @param dimensions        what is known about each limit
 * @param chargeRule        the server's detected rule for charging tokens: {@code refunded} or {@code kept}
 * @param usedPart          the part of the limits that the component uses, below 1 after rejections by the server
 * @param lanes             lanes with calls that wait or are in flight
 * @param expectedWait      how long a new call would wait in the default lane
 * @param expectedWaitKnown whether {@code expectedWait} rests on facts: on limits that are set as numbers or reported
 *     by the server, and on the usage of past answers. Otherwise it rests on the usual limits of the tier or on the
 *     most that calls may use, and may be far too long; no call is refused for it
 * @param storeFailing      whether the store of a shared quota could not be reached at the last access
 */
public record QuotaLevel(
        String key,
        OptionalLong requestsPerMinute,
        OptionalLong tokensPerMinute,
        OptionalLong requestsLeft,
        OptionalLong tokensLeft,
        int inFlight,
        int queued,
        List<Dimension> dimensions,
        String chargeRule,
        double usedPart,
        List<Lane> lanes,
        Duration expectedWait,
        boolean expectedWaitKnown,
        boolean storeFailing) {

    /** Copies the lists. */
    public QuotaLevel {
        dimensions = List.copyOf(dimensions);
        lanes = List.copyOf(lanes);
    }

    /**
     * One limit.
     *
     * @param name                  requests, tokens or images, or that with " a day"
     * @param limit                 how much may be used within the window
     * @param window                a minute, or a longer time such as a day
     * @param left                  what is left now; negative when it is owed
     * @param usedByOthersPerMinute usage of the same limit by other clients of the account, as far as headers show it
     */
    public record Dimension(String name, long limit, Duration window, long left, long usedByOthersPerMinute) {}

    /**
     * One lane.
     *
     * @param weight   its share relative to other lanes
     * @param queued   calls that wait
     * @param inFlight calls in flight
     */
    public record Lane(String name, double weight, int queued, int inFlight) {}
}
