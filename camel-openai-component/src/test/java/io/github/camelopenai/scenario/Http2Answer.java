// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.internal.Http2Server.Stream;
import io.github.camelopenai.test.FaultyServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** The answer of {@link FaultyServer} to an operation, for a server that sends it over HTTP/2. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Http2Answer(String type, byte[] body) {

    /** The answers to all operations, as HTTP/1.1 carries them. */
    static Map<FaultOperation, Http2Answer> toAll() throws Exception {
        Map<Integer, Http2Answer> heard = new ConcurrentHashMap<>();
        Map<FaultOperation, Integer> ports = new EnumMap<>(FaultOperation.class);
        try (FaultBench bench = new FaultBench(new Overheard(heard))) {
            for (FaultOperation operation : FaultOperation.values()) {
                FaultyServer server = FaultyServer.start();
                ports.put(operation, server.port());
                bench.call(operation, server, "");
            }
            bench.awaitAnswers();
        }
        Map<FaultOperation, Http2Answer> answers = new EnumMap<>(FaultOperation.class);
        ports.forEach((operation, port) -> answers.put(operation, heard.get(port)));
        return answers;
    }

    /** Keeps what each port answers. */
    private record Overheard(Map<Integer, Http2Answer> heard) implements FaultRow {
        @Override
        public String what() {
            return "nothing is wrong";
        }

        @Override
        public void prepare(OpenAiComponent component) {
            component.setHttpClient(
                    new OkHttpClient.Builder().addInterceptor(this::keep).build());
        }

        private Response keep(Interceptor.Chain chain) throws IOException {
            Response response = chain.proceed(chain.request());
            byte[] body = response.peekBody(Long.MAX_VALUE).bytes();
            heard.put(chain.request().url().port(), new Http2Answer(response.header("Content-Type"), body));
            return response;
        }

        @Override
        public void play(FaultBench bench) {
            // the calls are made elsewhere
        }
    }

    void sendTo(Stream stream) throws IOException {
        headTo(stream);
        stream.data(body, true);
    }

    /** Without a length. */
    void headTo(Stream stream) throws IOException {
        stream.head("content-type", type);
    }

    /** With a length that is so much more than the body's. */
    void headTo(Stream stream, int more) throws IOException {
        stream.head("content-type", type, "content-length", String.valueOf(body.length + more));
    }

    /** The body without its last bytes, in an answer that ends in good order with the length of the whole. */
    void cutTo(Stream stream, int missing) throws IOException {
        headTo(stream, 0);
        stream.data(Arrays.copyOf(body, body.length - missing), true);
    }

    /** The first half of the body, and nothing after it. */
    void halfTo(Stream stream) throws IOException {
        headTo(stream);
        stream.data(Arrays.copyOf(body, body.length / 2), false);
    }
}
