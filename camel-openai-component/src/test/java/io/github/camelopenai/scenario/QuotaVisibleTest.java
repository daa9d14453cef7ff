// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.model.QuotaLevel;
import io.github.camelopenai.test.Gate;
import io.github.camelopenai.test.OpenAiSimulatorBuilder;
import java.time.Duration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people can see of the quota, in code and in JMX. */
@Timeout(60)
class QuotaVisibleTest extends Line {

    private static final String CHAT = "openai:chat?model=gpt-4o-mini&lane=people&laneWeight=3";

    @Override
    OpenAiSimulatorBuilder simulator() {
        return super.simulator().limits(120, 60_000);
    }

    @Override
    void configure(OpenAiConfiguration options) {
        options.setMaxConcurrentRequests(2);
    }

    private Object inJmx(String attribute) throws Exception {
        return beans().getAttribute(name(), attribute);
    }

    private String quotasInJmx() throws Exception {
        return (String) beans().invoke(name(), "quotas", new Object[0], new String[0]);
    }

    private MBeanServer beans() {
        return camel.getManagementStrategy().getManagementAgent().getMBeanServer();
    }

    private ObjectName name() throws Exception {
        ObjectName pattern = new ObjectName(
                "org.apache.camel:context=" + camel.getManagementName() + ",type=components,name=\"openai\"");
        return pattern;
    }

    @Test
    void aLevelTellsAllThatIsKnown() {
        bodyOf(call(CHAT, "hello"));

        assertThat(component.quotaLevels()).singleElement().satisfies(level -> {
            assertThat(level.dimensions())
                    .extracting(QuotaLevel.Dimension::name)
                    .containsExactly("requests", "tokens");
            assertThat(level.dimensions().get(0)).satisfies(requests -> {
                assertThat(requests.limit()).isEqualTo(120);
                assertThat(requests.left()).isBetween(100L, 120L);
                assertThat(requests.window()).isEqualTo(Duration.ofMinutes(1));
                assertThat(requests.usedByOthersPerMinute()).isZero();
            });
            assertThat(level.chargeRule()).isIn("refunded", "kept");
            assertThat(level.usedPart()).isEqualTo(1);
            assertThat(level.expectedWait()).isLessThan(Duration.ofSeconds(2));
            assertThat(level.expectedWaitKnown()).isTrue();
            assertThat(level.storeFailing()).isFalse();
        });
    }

    @Test
    void lanesShowWhoWaits() throws Exception {
        try (Gate gate = openAi.hold()) {
            var calls = sendAll(producer(CHAT), 5);
            gate.awaitHeld(2, Duration.ofSeconds(20));

            assertThat(component.quotaLevels().get(0).lanes()).containsExactly(new QuotaLevel.Lane("people", 3, 3, 2));
            gate.open();
            ends(calls);
        }
    }

    @Test
    void jmxShowsTheSame() throws Exception {
        assertThat(quotasInJmx()).isEmpty();
        bodyOf(call(CHAT, "a secret prompt"));

        try (Gate gate = openAi.hold()) {
            var calls = sendAll(producer(CHAT), 5);
            gate.awaitHeld(2, Duration.ofSeconds(20));

            assertThat(inJmx("InFlightCalls")).isEqualTo(2);
            assertThat(inJmx("QueuedCalls")).isEqualTo(3);
            assertThat(inJmx("QuotaStoreFailing")).isEqualTo(false);
            assertThat(inJmx("State")).as("what Camel shows of every component").isEqualTo("Started");
            assertThat(quotasInJmx())
                    .contains("gpt-4o-mini: 2 in flight, 3 queued")
                    .contains(" of          120 a minute left, others use 0 a minute")
                    .contains("lane people")
                    .doesNotContain(openAi.apiKey())
                    .doesNotContain("secret");
            gate.open();
            ends(calls);
        }
    }

    @Test
    void nothingBreaksWhereJmxIsSwitchedOff() throws Exception {
        try (DefaultCamelContext plain = new DefaultCamelContext()) {
            plain.disableJMX();
            plain.start();
            plain.addComponent("openai", new io.github.camelopenai.OpenAiComponent());
            plain.createProducerTemplate();

            assertThat(plain.getComponent("openai", io.github.camelopenai.OpenAiComponent.class)
                            .quotas())
                    .isEmpty();
        }
    }
}
