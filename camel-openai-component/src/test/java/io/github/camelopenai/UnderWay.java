// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.client.call.CallRegistry;
import io.github.camelopenai.model.QuotaLevel;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** What goes on within a component; can be asked after its stop too. */
public final class UnderWay {

    private final OpenAiRuntime runtime;
    private final CallRegistry calls;

    private UnderWay(OpenAiRuntime runtime) {
        this.runtime = runtime;
        this.calls = (CallRegistry) field(runtime, "calls");
    }

    /** Empty where the component has not been used. */
    public static Optional<UnderWay> in(OpenAiComponent component) {
        return Optional.ofNullable((OpenAiRuntime) field(component, "runtime")).map(UnderWay::new);
    }

    /** What there is, as parts of a sentence; empty when nothing goes on. */
    public List<String> left() {
        List<String> left = new ArrayList<>();
        for (QuotaLevel quota : runtime.quotas()) {
            add(left, quota.inFlight(), "in flight for " + quota.key());
            add(left, quota.queued(), "queued for " + quota.key());
        }
        add(left, calls.size(), "calls that have not ended");
        add(left, calls.bodies(), "open bodies");
        return left;
    }

    /** Closes the connections that nobody uses; one that a call has forgotten to give back stays open. */
    public void closeIdleConnections() {
        OkHttpClient http = (OkHttpClient) field(field(runtime, "http"), "http");
        http.connectionPool().evictAll();
    }

    private static void add(List<String> left, int count, String what) {
        if (count > 0) {
            left.add(count + " " + what);
        }
    }

    private static Object field(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the field " + name + " has been renamed; rename it here too", e);
        }
    }
}
