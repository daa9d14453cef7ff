// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.examples.OpenAiAccess;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.Tier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.embedded.RedisServer;

@Timeout(60)
class SharedTierExampleTest {

    private final OpenAiSimulator openAi =
            OpenAiSimulator.builder().tier(Tier.TIER_2).start();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        openAi.close();
    }

    private int run(String... arguments) throws Exception {
        SharedTierOptions options = SharedTierOptions.parse(Arrays.asList(arguments));
        return new SharedTierExample(options, OpenAiAccess.to(openAi, options.tier()), out()).run();
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void assertBothHaveTold(int calls) {
        for (String name : List.of("one", "two")) {
            assertThat(lines())
                    .anyMatch(line -> line.matches(name + ": " + calls
                            + " calls, \\d+ tokens, waited \\d+\\.\\d s on average, 0 rejected, 0 failed"));
        }
        assertThat(lines().get(lines().size() - 1))
                .matches("together: " + 2 * calls + " calls in \\d+\\.\\d s, \\d+ a minute");
        assertThat(openAi.requests()).hasSize(2 * calls);
    }

    @Test
    void twoContextsShareTheTierInMemory() throws Exception {
        assertThat(run("--tier", "tier2", "--calls", "40")).isZero();

        assertThat(lines().get(1)).startsWith("--redis is not given");
        assertBothHaveTold(40);
    }

    @Test
    void twoProcessesShareTheTierInRedis() throws Exception {
        int port = freePort();
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        redis.start();
        try {
            int status = run("--tier", "tier2", "--calls", "10", "--redis", "redis://127.0.0.1:" + port);

            assertThat(status).as(printed.toString(StandardCharsets.UTF_8)).isZero();
            assertBothHaveTold(10);
        } finally {
            redis.stop();
        }
    }

    @Test
    void aWrongCommandLineIsExplained() throws Exception {
        assertThat(SharedTierExample.run(List.of("--process", "one"), out())).isEqualTo(2);

        assertThat(lines().get(0)).isEqualTo("--process needs --redis: processes share nothing else");
        assertThat(lines()).anyMatch(line -> line.contains("--calls N"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
