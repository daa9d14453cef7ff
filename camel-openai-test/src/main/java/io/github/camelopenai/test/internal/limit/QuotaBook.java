// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.limit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The quotas of an account, one for each model that is limited. Thread-safe. */
public final class QuotaBook {
    /** Beyond this many names the rest share one quota, so that a test with generated names cannot fill the heap. */
    private static final int MOST_MODELS = 10_000;

    private final Optional<Limits> common;
    private final Map<String, Limits> own;
    private final Map<String, ModelQuota> quotas = new ConcurrentHashMap<>();

    /**
     * @param common the limits of every model without own ones; empty: not limited
     * @param own    limits by model id
     */
    public QuotaBook(Optional<Limits> common, Map<String, Limits> own) {
        this.common = common;
        this.own = Map.copyOf(own);
    }

    /** The quota of a model, full when the model is first asked for; empty when the model is not limited. */
    public Optional<ModelQuota> of(String model, long nowNanos) {
        String key = quotas.size() < MOST_MODELS || quotas.containsKey(model) ? model : "(other models)";
        return Optional.ofNullable(own.get(model))
                .or(() -> common)
                .map(limits -> quotas.computeIfAbsent(key, ignored -> new ModelQuota(limits, nowNanos)));
    }

    /** Fills all buckets. */
    public void reset() {
        quotas.clear();
    }
}
