// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import java.util.concurrent.CompletionStage;

/**
 * Keeps buckets that several processes take from, so that together they stay within one limit. Implementations are
 * thread-safe.
 *
 * <p>No method may block, neither for the network nor for a lock that is held for long: one worker asks the store for all calls
 * to the same account and model, one question after the other. What takes time belongs into the stage. A store that does not
 * answer for two seconds is treated as one that fails.
 *
 * <p>A method throws {@link IllegalArgumentException} at once if an argument is out of its range. Everything else that goes
 * wrong arrives through the stage: it completes exceptionally within a second if the store cannot be reached or is too
 * slow, and with {@link IllegalStateException} after {@link #close}. Stages may complete on a thread of the store, which
 * must not be held.
 */
public interface QuotaStore extends AutoCloseable {

    /**
     * Takes as much as there is, between need and want, or nothing.
     *
     * <p>After a stage that completed exceptionally nothing is held. A grant whose answer comes too late is given back; one
     * whose answer never comes is lost to all for the time it takes to flow back.
     *
     * @param bucket the bucket; it is made, with {@link QuotaBucket#initialLevel()} units, if the store does not know it
     * @param need   the fewest units that are of use; from 1 to the bucket's capacity. A call that costs more leases the
     *               capacity and charges the rest.
     * @param want   the most units to take; at least {@code need}; what exceeds the capacity is not taken
     */
    CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want);

    /**
     * Returns units that were leased and not used. What does not fit into the bucket is dropped.
     *
     * @param amount units; at least 0
     */
    CompletionStage<Void> giveBack(QuotaBucket bucket, long amount);

    /**
     * Takes units that have been used without a lease. The bucket may go into debt, which later leases wait for.
     *
     * @param amount units; at least 0
     */
    CompletionStage<Void> charge(QuotaBucket bucket, long amount);

    /** How many units are in the bucket now, as far as is known; negative when some are owed. */
    CompletionStage<Long> available(QuotaBucket bucket);

    /**
     * How many members share the bucket and what they hold. Says by the same message that this one is alive, and what it holds: a
     * member that has not asked for 10 seconds is not counted any more. A store that does not know what others hold counts them
     * as holding nothing.
     *
     * @param held units that this member has leased and not used yet; at least 0
     */
    CompletionStage<QuotaMembers> members(QuotaBucket bucket, long held);

    /** Leaves the other members and frees what the store holds. Leased units should be given back before. */
    @Override
    void close();
}
