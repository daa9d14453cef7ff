// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import java.util.concurrent.CompletionStage;

/**
 * Keeps buckets that several processes take from, so that together they stay within one limit. Implementations are
 * thread-safe.
 *
 * <p>No method may block, neither for the network nor for a lock that is held for long: one worker asks the store for
 * all calls to the same account and model, one question after the other. Slow work belongs into the stage. A store that
 * does not answer for two seconds counts as failed.
 *
 * <p>A method throws {@link IllegalArgumentException} at once if an argument is out of its range. All other failures
 * arrive through the stage: it completes exceptionally within a second if the store cannot be reached or is too slow,
 * and with {@link IllegalStateException} after {@link #close}. Stages may complete on a thread of the store, which must
 * not be held.
 */
public interface QuotaStore extends AutoCloseable {

    /**
     * Takes as much as there is, between need and want, or nothing.
     *
     * <p>After a stage that completed exceptionally nothing is held. A grant that arrives too late is given back; a
     * grant whose answer never arrives is lost to all until it has flowed back.
     *
     * @param bucket the bucket; the store creates it, with {@link QuotaBucket#initialLevel()} units, if it is new
     * @param need   the fewest units that are of use; from 1 to the bucket's capacity. A call that costs more leases
     *     the capacity and charges the rest.
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

    /** The best known number of units in the bucket now; negative when some are owed. */
    CompletionStage<Long> available(QuotaBucket bucket);

    /**
     * How many members share the bucket and what they hold. The same message reports that this member is alive, and
     * what it holds: a member that has not asked for 10 seconds no longer counts. A store that does not know what
     * others hold counts them as holding nothing.
     *
     * @param held units that this member has leased and not used yet; at least 0
     */
    CompletionStage<QuotaMembers> members(QuotaBucket bucket, long held);

    /** Leaves the other members and frees what the store holds. Leased units should be given back before. */
    @Override
    void close();
}
