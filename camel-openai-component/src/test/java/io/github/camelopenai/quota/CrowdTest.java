// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.RetryDecision;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AbstractCompareAndSwapBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AsyncCompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.CompareAndSwapOperation;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What becomes of a call when others change the bucket between its read and its write, each time. */
class CrowdTest {

    private static final QuotaBucket BUCKET = QuotaStoreContract.BUCKET;

    private final CrowdedBuckets buckets = new CrowdedBuckets();
    private final QuotaStore store = new Bucket4jQuotaStore(buckets.asAsync(), 1);

    @Test
    void aLeaseIsRefusedForAMoment() {
        QuotaStoreContract.get(store.available(BUCKET));

        buckets.swapsThatFail = 1;

        assertThat(QuotaStoreContract.get(store.lease(BUCKET, 1, 5))).isEqualTo(Lease.refused(Duration.ofMillis(100)));
        assertThat(QuotaStoreContract.get(store.lease(BUCKET, 1, 5))).isEqualTo(Lease.of(5));
    }

    @Test
    void aReturnIsBegunAnew() {
        QuotaStoreContract.get(store.lease(BUCKET, 5, 5));

        buckets.swapsThatFail = 2;

        QuotaStoreContract.get(store.giveBack(BUCKET, 5));
        assertThat(QuotaStoreContract.get(store.available(BUCKET))).isGreaterThanOrEqualTo(10);
    }

    @Test
    void aChargeFailsInTheEnd() {
        QuotaStoreContract.get(store.available(BUCKET));

        buckets.swapsThatFail = 3;

        assertThat(store.charge(BUCKET, 5).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("the quota store failed: CAS operation failed after 1 retry attempts");
    }

    @Test
    void theNumbersAreWrittenAnew() {
        buckets.swapsThatFail = 2;

        assertThat(QuotaStoreContract.get(store.lease(BUCKET, 1, 5))).isEqualTo(Lease.of(5));
    }

    /** Buckets in memory that lose so many races, and then none. */
    private static final class CrowdedBuckets extends AbstractCompareAndSwapBasedProxyManager<String> {

        private Optional<byte[]> state = Optional.empty();
        private int swapsThatFail;

        CrowdedBuckets() {
            super(ClientSideConfig.getDefault().withRetryStrategy(attempt -> RetryDecision.stop()));
        }

        @Override
        protected AsyncCompareAndSwapOperation beginAsyncCompareAndSwapOperation(String name) {
            return new AsyncCompareAndSwapOperation() {
                @Override
                public CompletableFuture<Optional<byte[]>> getStateData(Optional<Long> timeoutNanos) {
                    return CompletableFuture.completedFuture(state);
                }

                @Override
                public CompletableFuture<Boolean> compareAndSwap(
                        byte[] before, byte[] after, RemoteBucketState ignored, Optional<Long> timeoutNanos) {
                    if (swapsThatFail > 0) {
                        swapsThatFail--;
                        return CompletableFuture.completedFuture(false);
                    }
                    state = Optional.of(after);
                    return CompletableFuture.completedFuture(true);
                }
            };
        }

        @Override
        protected CompareAndSwapOperation beginCompareAndSwapOperation(String name) {
            throw new UnsupportedOperationException("the store never blocks");
        }

        @Override
        protected CompletableFuture<Void> removeAsync(String name) {
            throw new UnsupportedOperationException("the store removes nothing");
        }

        @Override
        public void removeProxy(String name) {
            throw new UnsupportedOperationException("the store removes nothing");
        }

        @Override
        public boolean isAsyncModeSupported() {
            return true;
        }

        @Override
        public boolean isExpireAfterWriteSupported() {
            return false;
        }
    }
}
