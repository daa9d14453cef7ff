// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.camel;

import io.github.camelopenai.FastClock;
import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.benchmarks.quota.QuotaProcess;
import io.github.camelopenai.benchmarks.quota.client.QuotaClient;
import io.github.camelopenai.benchmarks.quota.client.Setting;
import io.github.camelopenai.benchmarks.quota.work.Job;
import io.github.camelopenai.model.QuotaLevel;
import io.github.camelopenai.quota.QuotaStore;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context with one route for each lane, told what a user would tell it: the limits of the account. */
public final class OurClient implements QuotaClient {
    /** Its row of tier 1 has 500 requests and 30,000 tokens. */
    private static final String MODEL_OF_THE_ROW = "gpt-4o";

    private final CamelContext context = new DefaultCamelContext();
    private final OpenAiComponent component;
    private final ProducerTemplate template;
    private final Map<String, Endpoint> lanes = new HashMap<>();

    /**
     * Starts a context.
     *
     * @param store what it shares its quota over; null when it has the limits for itself
     */
    OurClient(Setting setting, QuotaStore store) throws Exception {
        if (store != null) {
            context.getRegistry().bind("store", QuotaStore.class, store);
        }
        String sharing = store == null ? "" : "&quotaStore=#store";
        component = FastClock.component(context, setting.scale());
        context.addComponent("openai", component);
        Map<String, String> weights = weights(setting.options().getOrDefault("lanes", ""));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                weights.forEach((lane, weight) -> from("direct:" + lane).to(uri(setting, lane, weight) + sharing));
            }
        });
        context.start();
        template = context.createProducerTemplate();
        weights.keySet().forEach(lane -> lanes.put(lane, context.getEndpoint("direct:" + lane)));
    }

    /** Runs as a process. */
    public static void main(String[] args) throws Exception {
        QuotaProcess.run(
                args,
                setting -> setting.client().equals("ours-cluster")
                        ? new OurCluster(setting)
                        : new OurClient(setting, null));
    }

    private static String uri(Setting setting, String lane, String weight) {
        if ("row".equals(setting.options().get("told"))) { // and all else as it is by default
            return "openai:chat?model=" + MODEL_OF_THE_ROW + "&tier=tier1&apiKey=" + setting.apiKey() + "&baseUrl="
                    + setting.baseUrl();
        }
        return "openai:chat?model=" + Job.MODEL + "&apiKey=" + setting.apiKey() + "&baseUrl=" + setting.baseUrl()
                + "&requestsPerMinute=" + setting.requestsPerMinute() + "&tokensPerMinute=" + setting.tokensPerMinute()
                + "&maxQueued=100000&queueTimeout=10h&lane=" + lane + "&laneWeight=" + weight;
    }

    private static Map<String, String> weights(String text) {
        Map<String, String> weights = new HashMap<>();
        for (String lane : text.split(",", -1)) {
            int colon = lane.lastIndexOf(':');
            if (colon > 0) {
                weights.put(lane.substring(0, colon), lane.substring(colon + 1));
            }
        }
        return weights.isEmpty() ? Map.of("default", "1") : weights;
    }

    @Override
    public CompletableFuture<Void> send(Job job) {
        return template.asyncRequestBodyAndHeader(
                        lanes.getOrDefault(job.lane(), lanes.values().iterator().next()),
                        job.prompt(),
                        "CamelOpenAIMaxTokens",
                        job.maxTokens())
                .thenAccept(answer -> {});
    }

    @Override
    public OptionalLong tokensLeft() {
        return component.quotaLevels().stream()
                .map(QuotaLevel::tokensLeft)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    @Override
    public void close() throws Exception {
        context.close();
    }
}
