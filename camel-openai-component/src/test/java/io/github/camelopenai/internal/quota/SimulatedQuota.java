// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.internal.quota.ledger.Bucket;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import java.util.ArrayDeque;
import java.util.Deque;

/** A server's limit of so much in a minute, as one of the kinds that there are. Not thread-safe. */
public interface SimulatedQuota {

    /** Whether so much is left. */
    boolean has(double amount, long now);

    /** Charges, or takes back when negative. */
    void charge(double amount, long now);

    /** What the headers say. */
    Reading reading(long now);

    /** Refills continuously. */
    static SimulatedQuota bucket(long perMinute, long now) {
        Bucket bucket = new Bucket(perMinute, perMinute / 60e9, now);
        return new SimulatedQuota() {
            @Override
            public boolean has(double amount, long at) {
                return bucket.level(at) >= amount;
            }

            @Override
            public void charge(double amount, long at) {
                if (amount > 0) {
                    bucket.take(amount, at);
                } else {
                    bucket.giveBack(-amount, at);
                }
            }

            @Override
            public Reading reading(long at) {
                double level = Math.max(0, bucket.level(at));
                return new Reading(
                        perMinute, (long) level, Math.round((perMinute - level) / perMinute * 60e3) * 1_000_000);
            }
        };
    }

    /** Counts what was charged in the last sixty seconds; the reset is when the first of it, or all of it, is back. */
    static SimulatedQuota slidingMinute(long perMinute, boolean tellsTheOldest) {
        record Charge(double amount, long at) {}
        Deque<Charge> charges = new ArrayDeque<>();
        return new SimulatedQuota() {
            private double used(long now) {
                while (!charges.isEmpty() && now - charges.getFirst().at() >= 60_000_000_000L) {
                    charges.removeFirst();
                }
                return charges.stream().mapToDouble(Charge::amount).sum();
            }

            @Override
            public boolean has(double amount, long now) {
                return used(now) + amount <= perMinute;
            }

            @Override
            public void charge(double amount, long now) {
                charges.addLast(new Charge(amount, now));
            }

            @Override
            public Reading reading(long now) {
                long left = (long) Math.max(0, perMinute - used(now));
                long reset = charges.isEmpty()
                        ? 0
                        : (tellsTheOldest ? charges.getFirst() : charges.getLast()).at() + 60_000_000_000L - now;
                return new Reading(perMinute, Math.min(perMinute, left), reset);
            }
        };
    }

    /** Begins anew each sixty seconds. */
    static SimulatedQuota fixedMinute(long perMinute) {
        return new SimulatedQuota() {
            private static final long MINUTE = 60_000_000_000L;

            private double used;
            private long minute;

            private void turn(long now) {
                if (now / MINUTE != minute) {
                    minute = now / MINUTE;
                    used = 0;
                }
            }

            @Override
            public boolean has(double amount, long now) {
                turn(now);
                return used + amount <= perMinute;
            }

            @Override
            public void charge(double amount, long now) {
                turn(now);
                used = Math.max(0, used + amount);
            }

            @Override
            public Reading reading(long now) {
                turn(now);
                return new Reading(
                        perMinute, (long) Math.max(0, perMinute - used), used == 0 ? 0 : MINUTE - now % MINUTE);
            }
        };
    }
}
