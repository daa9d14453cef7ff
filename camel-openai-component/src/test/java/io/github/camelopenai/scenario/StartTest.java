// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long a context with one endpoint takes to start in a cold JVM. The goal is 1.5 s; the bound allows a busy machine. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class StartTest {

    @Test
    void aContextWithOneEndpointIsSoonThere() throws Exception {
        String said = ChildJvm.run(Child.class, List.of("-Xmx256m"));

        assertThat(Long.parseLong(said.replaceAll("(?s).*started within (\\d+).*", "$1")))
                .as("milliseconds, with those of the JVM: %s", said)
                .isLessThan(5000);
    }

    /** The cold JVM. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            long begun = System.nanoTime();
            long beforeMain = ManagementFactory.getRuntimeMXBean().getUptime();
            try (DefaultCamelContext camel = new DefaultCamelContext()) {
                camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask").to("openai:chat?apiKey=none");
                    }
                });
                camel.start();
                long millis = (System.nanoTime() - begun) / 1_000_000;
                System.out.println(
                        "started within " + millis + " ms of main, the JVM itself within " + beforeMain + " ms");
            }
        }
    }
}
