// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

/**
 * The expected usage of one request: the request itself, its tokens and its images.
 *
 * @param promptTokens estimated from the size of the request, at least 0
 * @param outputTokens the most that the answer may have, at least 0; a guess where the request does not bound it
 * @param bounded      whether the request bounds the answer
 * @param images       images to be made, at least 0
 * @param mostTokens   the most that it can use in all, however wrong the estimates are
 */
public record Cost(long promptTokens, long outputTokens, boolean bounded, int images, long mostTokens) {

    /** A token has at least one byte, and estimates count four bytes as one token. */
    private static final int MOST_FOR_ONE_ESTIMATED = 4;

    /** The longest answer of any model has 128,000 tokens, and the guess for an unbounded one is 256. */
    private static final int MOST_FOR_ONE_GUESSED = 500;

    private static final long MOST_OF_AN_IMAGE = 20_000;

    /** More than any limit; sums of it do not overflow. */
    private static final long MOST = 1_000_000_000_000L;

    /** For a recording of unknown length: nearly three hours. */
    private static final long MOST_OF_WHAT_IS_NOT_ESTIMATED = 100_000;

    /** A request that no token limit counts. */
    public static final Cost OF_ONE_REQUEST = new Cost(0, 0, true, 0);

    /** Checks the range. */
    public Cost {
        if (promptTokens < 0 || outputTokens < 0 || images < 0) {
            throw new IllegalArgumentException("no part of a cost may be negative but it was " + promptTokens + ", "
                    + outputTokens + ", " + images);
        }
    }

    /** A request whose media are as large as their estimates. */
    public Cost(long promptTokens, long outputTokens, boolean bounded, int images) {
        this(
                promptTokens,
                outputTokens,
                bounded,
                images,
                mostOfPrompt(promptTokens)
                        + (bounded ? within(outputTokens) : within(outputTokens) * MOST_FOR_ONE_GUESSED)
                        + images * MOST_OF_AN_IMAGE);
    }

    private static long mostOfPrompt(long promptTokens) {
        return promptTokens == 0 ? MOST_OF_WHAT_IS_NOT_ESTIMATED : within(promptTokens) * MOST_FOR_ONE_ESTIMATED;
    }

    private static long within(long tokens) {
        return Math.min(tokens, MOST);
    }

    /** The same, with media in the prompt that can use this many tokens beyond their estimate. */
    public Cost withMedia(long mostTokensOfMedia) {
        return new Cost(promptTokens, outputTokens, bounded, images, mostTokens + mostTokensOfMedia);
    }

    /**
     * The usage that an answer reports, bounded by the most that the call can have used. A part that is larger than the
     * whole, or a negative one, counts as not reported.
     */
    public Used believable(Used said) {
        if (!said.isKnown()) {
            return Used.UNKNOWN;
        }
        long tokens = Math.min(said.tokens(), mostTokens);
        return new Used(tokens, said.promptTokens() > said.tokens() ? -1 : Math.min(said.promptTokens(), tokens));
    }

    /** A request that will use about this many tokens, all of them in the request. */
    public static Cost ofTokens(long tokens) {
        return new Cost(tokens, 0, true, 0);
    }

    /** A request for this many images. */
    public static Cost ofImages(int images) {
        return new Cost(0, 0, true, images);
    }
}
