// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelopenai.OpenAiComponent;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture of 20 MB in a chat message never is in the heap, neither as bytes nor as base64. */
@Timeout(90)
@ExtendWith(NothingLeft.class)
class LargeImagesTest {

    private static final int MIB = 1 << 20;
    private static final long PICTURE = 20_000_000;

    private final AtomicLong received = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::look);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void look(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] buffer = new byte[256 * 1024];
            InputStream body = exchange.getRequestBody();
            long size = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                size += read;
            }
            received.set(size);
            byte[] answer = "{\"choices\":[{\"message\":{\"content\":\"zeros\"},\"finish_reason\":\"stop\"}]}"
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "stream"})
    void allocatesLessThanTwoMebibytes(String form) throws Exception {
        Path picture = folder.resolve("picture.png");
        try (RandomAccessFile content = new RandomAccessFile(picture.toFile(), "rw")) {
            content.setLength(PICTURE);
        }
        String baseUrl = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";

        String said = ChildJvm.run(Child.class, List.of("-Xmx64m"), baseUrl, form, picture.toString());

        assertThat(Long.parseLong(said.replaceAll("(?s).*allocated (\\d+).*", "$1")))
                .as("bytes a call")
                .isLessThan(2 * MIB);
        assertThat(received.get()).isBetween(PICTURE / 3 * 4, PICTURE / 3 * 4 + 500);
    }

    /** The JVM with the small heap. */
    static final class Child {

        private static final int ROUNDS = 5;

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            try (DefaultCamelContext camel = new DefaultCamelContext()) {
                camel.getComponent("openai", OpenAiComponent.class)
                        .getConfiguration()
                        .setBaseUrl(arguments[0]);
                camel.addRoutes(routes());
                camel.start();
                ProducerTemplate template = camel.createProducerTemplate();
                Path picture = Path.of(arguments[2]);
                Allocation.print(
                        ROUNDS,
                        () -> template.requestBodyAndHeader(
                                "direct:look",
                                arguments[1].equals("file") ? picture : open(picture),
                                "CamelFileName",
                                "picture.png"));
            }
        }

        private static InputStream open(Path picture) {
            try {
                return Files.newInputStream(picture);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private static RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:look").noStreamCaching().to("openai:chat?userMessage=What is this?");
                }
            };
        }
    }
}
