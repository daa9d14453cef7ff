// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

/**
 * The name and size of a bucket that processes share. Two values with the same name are the same bucket; when their
 * numbers differ, the store adopts the numbers of the latest call and keeps the level. Immutable.
 *
 * @param name      account, model family and dimension; it is visible in the store and in error messages, so no key and
 *     no other secret; not blank
 * @param perMinute how many units flow back into the bucket in a minute, evenly; at least 1
 * @param capacity  how many units it holds at most; at least 1
 */
public record QuotaBucket(String name, long perMinute, long capacity) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the name is blank or a number is below 1
     */
    public QuotaBucket {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("the name of a quota bucket must not be blank");
        }
        atLeastOne("perMinute", perMinute, name);
        atLeastOne("capacity", capacity, name);
    }

    private static void atLeastOne(String what, long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " of bucket " + name + " must be at least 1 but was " + value);
        }
    }

    /**
     * The initial level of a bucket that is new to a store: a sixtieth of the capacity, at least 1 unit. A full bucket
     * would repeat the burst each time the store loses its memory; an empty one would hold up the first call. With a
     * minute's worth as capacity, losing the bucket costs the account one second's worth.
     */
    public long initialLevel() {
        return Math.max(1, capacity / 60);
    }
}
