// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a context with one endpoint costs to start in a cold JVM: CPU time, the JVM's own included, as other processes do not
 * count in it. It was 1.5 s on the machine of 2026-11-30; the bound allows a slower one.
 */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class StartTest {

    @Test
    void aContextWithOneEndpointIsSoonThere() throws Exception {
        String said = ChildJvm.run(Child.class, List.of("-Xmx256m"));

        assertThat(Long.parseLong(said.replaceAll("(?s).*started with (\\d+).*", "$1")))
                .as("milliseconds of CPU time: %s", said)
                .isLessThan(5000);
    }

    /** The cold JVM. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            try (DefaultCamelContext camel = new DefaultCamelContext()) {
                camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask").to("openai:chat?apiKey=none");
                    }
                });
                camel.start();
                long nanos = ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElseThrow()
                        .toNanos();
                System.out.println("started with " + nanos / 1_000_000 + " ms of CPU time");
            }
        }
    }
}
