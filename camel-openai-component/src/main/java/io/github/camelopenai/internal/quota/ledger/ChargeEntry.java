// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import io.github.camelopenai.internal.quota.learn.CallsInFlight;

/** What a limit tracker charged for one call, and its accounts when the call left. Not thread-safe. */
final class ChargeEntry extends CallsInFlight.Call {
    final double amount;
    long at;
    final double inBucket;
    final double logged;
    final double leaving;
    final double corrected;
    final int epoch;
    private final DepartureBurst burst;
    private final double before;

    /**
     * @param at        when the call left, by our estimate
     * @param inBucket  the bucket's content after the charge
     * @param logged    the log's total, with the charge
     * @param leaving   what was about to leave the log, and may have left the server's
     * @param corrected the sum of corrections by headers until then
     * @param epoch     only entries of one epoch are compared: changes to the accounts between epochs are in no entry
     * @param burst     the calls that leave close to it
     */
    ChargeEntry(
            double amount,
            long at,
            double inBucket,
            double logged,
            double leaving,
            double corrected,
            int epoch,
            DepartureBurst burst) {
        this.amount = amount;
        this.at = at;
        this.inBucket = inBucket;
        this.logged = logged;
        this.leaving = leaving;
        this.corrected = corrected;
        this.epoch = epoch;
        this.burst = burst;
        this.before = burst.add(amount);
    }

    /** What left before the call and may have arrived after it. */
    double before() {
        return before;
    }

    /** What has left after the call and may have arrived before it. */
    double after() {
        return burst.sum() - before - amount;
    }
}
