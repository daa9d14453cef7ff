// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import java.util.concurrent.CompletableFuture;

/** The storage of a {@link Bucket4jQuotaStore}'s buckets. Thread-safe; never blocks, except in close. */
interface Backend {

    /** The buckets by their names; completes exceptionally while there is no connection. */
    CompletableFuture<AsyncProxyManager<String>> buckets();

    /** See {@link QuotaStore#members}. */
    CompletableFuture<QuotaMembers> members(String bucketName, long held);

    /** Frees all resources, within a second or so. */
    void close();

    /** Buckets that the caller has made and closes, with this number of members. */
    static Backend of(AsyncProxyManager<String> buckets, int members) {
        return new Backend() {
            @Override
            public CompletableFuture<AsyncProxyManager<String>> buckets() {
                return CompletableFuture.completedFuture(buckets);
            }

            @Override
            public CompletableFuture<QuotaMembers> members(String bucketName, long held) {
                return CompletableFuture.completedFuture(new QuotaMembers(members, held));
            }

            @Override
            public void close() {}
        };
    }
}
