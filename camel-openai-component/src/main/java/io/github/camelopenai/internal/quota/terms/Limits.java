// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * What the account may use in a minute.
 *
 * @param requests calls
 * @param tokens   tokens in and out
 * @param images   images
 */
public record Limits(Limit requests, Limit tokens, Limit images) {

    /** No known limits; they are learned from the server. */
    public static final Limits NONE = new Limits(Limit.UNKNOWN, Limit.UNKNOWN, Limit.UNKNOWN);

    /** What the server's headers may change about a limit. */
    public enum Learning {
        /** Nothing. */
        NONE,
        /** They may lower it. */
        DOWN,
        /** They may lower and raise it. */
        BOTH
    }

    /**
     * One limit.
     *
     * @param perMinute at least 1, or empty when it is not known
     * @param learning  what the server's headers may change about it
     */
    public record Limit(OptionalLong perMinute, Learning learning) {

        /** Not known, to be learned. */
        public static final Limit UNKNOWN = new Limit(OptionalLong.empty(), Learning.BOTH);

        /** Known from the tier; the server's headers are more exact. */
        public static Limit ofTier(Long perMinute) {
            return perMinute == null ? UNKNOWN : new Limit(OptionalLong.of(perMinute), Learning.BOTH);
        }

        Limit overriddenBy(Long own) {
            // A configured number is an upper bound, perhaps as others need the rest.
            return own == null ? this : new Limit(OptionalLong.of(own), Learning.DOWN);
        }

        public Limit fixed() {
            return new Limit(perMinute, Learning.NONE);
        }

        private String text() {
            return perMinute.isPresent() ? String.format(Locale.ROOT, "%,d", perMinute.getAsLong()) : "unlimited";
        }
    }

    /** Both limits, as a tier states them. */
    public static Limits perMinute(long requests, long tokens) {
        return new Limits(Limit.ofTier(requests), Limit.ofTier(tokens), Limit.UNKNOWN);
    }

    /** These limits; a given value replaces the limit where it is set. */
    public Limits overriddenBy(Long ownRequests, Long ownTokens) {
        return new Limits(requests.overriddenBy(ownRequests), tokens.overriddenBy(ownTokens), images);
    }

    /** These limits, unchanged by the server's reports. */
    public Limits fixed() {
        return new Limits(requests.fixed(), tokens.fixed(), images.fixed());
    }

    /** Requests per minute, empty when not known. */
    public OptionalLong requestsPerMinute() {
        return requests.perMinute();
    }

    /** Tokens per minute, empty when not known. */
    public OptionalLong tokensPerMinute() {
        return tokens.perMinute();
    }

    @Override
    public String toString() {
        return requests.text() + " requests and " + tokens.text() + " tokens per minute"
                + (images.perMinute().isPresent() ? ", " + images.text() + " images" : "");
    }
}
