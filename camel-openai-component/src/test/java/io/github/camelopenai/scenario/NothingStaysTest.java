// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.RawServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is still there in a JVM whose Camel context has stopped. */
@Timeout(120)
@ExtendWith(NothingLeft.class)
class NothingStaysTest {

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(RawServer.HELLO.length()) + "\r\n"
            + RawServer.HELLO + "\r\n0\r\n\r\n";

    /** In a JVM of its own, as other tests use OkHttp's watchdog too. */
    static final class Application {

        public static void main(String[] arguments) throws Exception {
            try (RawServer server = new RawServer((connection, request) ->
                            connection.getOutputStream().write(CHUNKED.getBytes(StandardCharsets.US_ASCII)));
                    DefaultCamelContext camel = new DefaultCamelContext()) {
                camel.start();
                ProducerTemplate template = camel.createProducerTemplate();
                for (String operation : List.of("chat", "chat?streaming=true", "embed", "image")) {
                    String uri = "openai:" + operation + (operation.contains("?") ? "&" : "?") + "apiKey=none&baseUrl="
                            + server.baseUrl();
                    template.request(uri, exchange -> exchange.getMessage().setBody("hello"));
                }
                camel.stop();
                System.out.println("asked " + server.received().size() + " times");
                for (Thread thread : Thread.getAllStackTraces().keySet()) {
                    String name = thread.getName();
                    if (name.contains("Okio Watchdog") || name.contains("OpenAi")) {
                        thread.join(5_000); // it may be about to end
                        System.out.println((thread.isAlive() ? "still there: " : "ended: ") + name);
                    }
                }
            }
        }
    }

    /** OkHttp's watchdog would hold on to the last call, and with it to all of ours, for as long as requestTimeout. */
    @Test
    void noThreadOfOursAndNoWatchdogOfACall() throws Exception {
        String said = ChildJvm.run(Application.class, List.of());

        assertThat(said).contains("asked 4 times").doesNotContain("still there");
    }
}
