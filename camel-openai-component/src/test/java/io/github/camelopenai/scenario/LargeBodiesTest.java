// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelopenai.OpenAiComponent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Recordings and speeches of any size pass through a heap that could never hold them. */
@Timeout(90)
@ExtendWith(NothingLeft.class)
class LargeBodiesTest {

    private static final long GIB = 1L << 30;
    private static final int MIB = 1 << 20;
    private static final int SPEECH = 4 * MIB;

    private final AtomicLong received = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @TempDir
    private Path folder;

    /** A server that counts what it gets, and speaks zeros. */
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/audio/transcriptions", this::hear);
        server.createContext("/v1/audio/speech", LargeBodiesTest::speak);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] buffer = new byte[256 * 1024];
            InputStream body = exchange.getRequestBody();
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                received.addAndGet(read);
            }
            byte[] answer = "{\"text\":\"zeros\"}".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static void speak(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "audio/mpeg");
            exchange.sendResponseHeaders(200, SPEECH); // in small chunks OkHttp itself would make garbage
            OutputStream body = exchange.getResponseBody();
            for (int sent = 0; sent < SPEECH; sent += 64 * 1024) {
                body.write(new byte[64 * 1024]);
            }
        }
    }

    private String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private Path sparseFile(long size) throws IOException {
        Path file = folder.resolve("recording.wav");
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(size);
        }
        return file;
    }

    @Test
    void aGigabyteIsSentFromAHeapOf64Megabytes() throws Exception {
        Path recording = sparseFile(GIB);

        String said = ChildJvm.run(Child.class, List.of("-Xmx64m"), baseUrl(), "upload", recording.toString());

        assertThat(said).contains("zeros");
        assertThat(received.get()).isGreaterThan(GIB);
    }

    @Test
    void anUploadAllocatesAsGoodAsNothing() throws Exception {
        Path recording = sparseFile(24L * MIB);

        String said = ChildJvm.run(Child.class, List.of("-Xmx64m"), baseUrl(), "measure-upload", recording.toString());

        assertThat(allocated(said)).as("bytes a call").isLessThan(MIB);
    }

    @Test
    void aSpeechAllocatesAsGoodAsNothing() throws Exception {
        String said = ChildJvm.run(Child.class, List.of("-Xmx64m"), baseUrl(), "measure-speech", "unused");

        assertThat(allocated(said)).as("bytes a call").isLessThan(MIB);
    }

    private static long allocated(String said) {
        return Long.parseLong(said.replaceAll("(?s).*allocated (\\d+).*", "$1"));
    }

    /** The JVM with the small heap. */
    static final class Child {

        private static final int ROUNDS = 5;

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            try (DefaultCamelContext camel = new DefaultCamelContext()) {
                OpenAiComponent component = camel.getComponent("openai", OpenAiComponent.class);
                component.getConfiguration().setBaseUrl(arguments[0]);
                camel.addRoutes(routes());
                camel.start();
                ProducerTemplate template = camel.createProducerTemplate();
                Path recording = Path.of(arguments[2]);
                switch (arguments[1]) {
                    case "upload" -> System.out.println(template.requestBody("direct:hear", recording, String.class));
                    case "measure-upload" ->
                        Allocation.print(ROUNDS, () -> template.requestBody("direct:hear", recording));
                    default -> Allocation.print(ROUNDS, () -> template.requestBody("direct:say", "hello"));
                }
            }
        }

        private static RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:hear").to("openai:transcribe");
                    from("direct:say").to("openai:speech").process(exchange -> {
                        Path file = Files.createTempFile("speech-", ".mp3");
                        try (InputStream speech = exchange.getMessage().getBody(InputStream.class)) {
                            Files.copy(speech, file, StandardCopyOption.REPLACE_EXISTING);
                        } finally {
                            Files.delete(file);
                        }
                        exchange.getMessage().setBody("done");
                    });
                }
            };
        }
    }
}
