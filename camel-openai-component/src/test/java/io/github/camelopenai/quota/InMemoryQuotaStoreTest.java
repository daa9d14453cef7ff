// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryQuotaStoreTest extends QuotaStoreContract {

    private final InMemoryQuotaStore shared = new InMemoryQuotaStore(nanos::get);

    @Override
    QuotaStore newStore() {
        return shared.join();
    }

    @Test
    void forgetsAMemberThatHasNotAskedForTenSeconds() {
        get(open().members(BUCKET, 0));

        pass(Duration.ofSeconds(10));
        assertThat(get(store.members(BUCKET, 0)).count()).isEqualTo(2);
        pass(Duration.ofMillis(1));
        assertThat(get(store.members(BUCKET, 0)).count()).isEqualTo(1);
    }

    @Test
    void answersAtOnce() {
        assertThat(store.lease(BUCKET, 1, 1).toCompletableFuture()).isCompletedWithValue(Lease.of(1));
    }
}
