// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

/** What a meter charged for one call, and how things stood when the call left. Not thread-safe. */
final class Entry extends Underway.Call {
    final double amount;
    /** When the call left. */
    long at;
    /** What the bucket held, the charge taken. */
    double inBucket;
    /** What stood in the log, the charge included. */
    double logged;
    /** What was about to leave the log, and had perhaps left the server's. */
    double leaving;
    /** What was charged for all calls under way that the server did not know of yet. */
    double unseen;
    /** What headers had corrected until then. */
    double corrected;
    /** Comparisons are made within one only: what is corrected in between by other means is in no entry. */
    int epoch;
    /** Where it stands among those that left with it. */
    Bunch.Place place;

    Entry(double amount) {
        this.amount = amount;
    }
}
