// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import io.github.camelopenai.internal.quota.learn.CallsInFlight;

/** What a meter charged for one call, and how things stood when the call left. Not thread-safe. */
final class ChargeEntry extends CallsInFlight.Call {
    final double amount;
    long at;
    final double inBucket;
    final double logged;
    final double leaving;
    final double corrected;
    final int epoch;
    final DepartureBurst.Place place;

    /**
     * @param at        when the call left, as far as is known
     * @param inBucket  what the bucket held, the charge taken
     * @param logged    what stood in the log, the charge included
     * @param leaving   what was about to leave the log, and had perhaps left the server's
     * @param corrected what headers had corrected until then
     * @param epoch     entries of one epoch only are compared: what happens to the books in between is in no entry
     * @param place     where it stands among those that left with it
     */
    ChargeEntry(
            double amount,
            long at,
            double inBucket,
            double logged,
            double leaving,
            double corrected,
            int epoch,
            DepartureBurst.Place place) {
        this.amount = amount;
        this.at = at;
        this.inBucket = inBucket;
        this.logged = logged;
        this.leaving = leaving;
        this.corrected = corrected;
        this.epoch = epoch;
        this.place = place;
    }
}
