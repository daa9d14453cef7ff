// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.floor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.benchmarks.overhead.client.Client;
import io.github.camelopenai.benchmarks.overhead.client.ClientProcess;
import io.github.camelopenai.benchmarks.overhead.client.StreamForm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/** Calls the API by hand: OkHttp's blocking call, and a Jackson tree of the answer. Thread-safe. */
public final class FloorClient implements Client {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final MediaType MP3 = MediaType.get("audio/mpeg");

    private static final String DATA = "data: ";
    private static final String DONE = "[DONE]";

    private final ObjectMapper mapper = new ObjectMapper();
    private final OkHttpClient http;
    private final String baseUrl;

    /** Prepares calls to the server at this base URL. */
    public FloorClient(String baseUrl) {
        this.baseUrl = baseUrl;
        // The pool's default keeps five idle connections: too few for 32 callers, who would reconnect all the time.
        http = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
                .build();
    }

    /** Runs as a process. */
    public static void main(String[] args) throws Exception {
        ClientProcess.run(args, FloorClient::new);
    }

    @Override
    public String chat(String prompt) throws IOException {
        ObjectNode body = mapper.createObjectNode().put("model", "gpt-4o-mini");
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        JsonNode answer = readTree(post("/chat/completions", json(body)));
        return answer.path("choices").path(0).path("message").path("content").textValue();
    }

    /** Asks for base64, as every client does that cares for speed; the tree is what makes it costly. */
    @Override
    public long embed(List<String> texts) throws IOException {
        ObjectNode body =
                mapper.createObjectNode().put("model", "text-embedding-3-small").put("encoding_format", "base64");
        texts.forEach(body.putArray("input")::add);
        List<float[]> vectors = new ArrayList<>(texts.size());
        for (JsonNode item : readTree(post("/embeddings", json(body))).path("data")) {
            vectors.add(vector(item.path("embedding").binaryValue()));
        }
        return vectors.stream().mapToLong(vector -> vector.length).sum();
    }

    @Override
    public String transcribe(Path audio) throws IOException {
        RequestBody body = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("model", "whisper-1")
                .addFormDataPart("file", "audio.mp3", RequestBody.create(audio.toFile(), MP3))
                .build();
        return readTree(post("/audio/transcriptions", body)).path("text").textValue();
    }

    @Override
    public long speak(String text) throws IOException {
        ObjectNode body = mapper.createObjectNode()
                .put("model", "tts-1")
                .put("voice", "alloy")
                .put("input", text);
        try (Response response = http.newCall(post("/audio/speech", json(body))).execute()) {
            return response.body().byteStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Lines by hand, and a parser of tokens for each event; the same whatever a route would make of it. */
    @Override
    public long stream(String prompt, StreamForm form, Runnable first) throws IOException {
        ObjectNode body = mapper.createObjectNode().put("model", "gpt-4o-mini").put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        long length = 0;
        long pieces = 0;
        try (Response response =
                http.newCall(post("/chat/completions", json(body))).execute()) {
            BufferedSource lines = response.body().source();
            for (String line = lines.readUtf8Line(); line != null; line = lines.readUtf8Line()) {
                if (!line.startsWith(DATA) || line.endsWith(DONE)) {
                    continue;
                }
                String content = content(line.substring(DATA.length()));
                if (!content.isEmpty()) {
                    length += content.length();
                    if (pieces++ == 0) {
                        first.run();
                    }
                }
            }
        }
        return form == StreamForm.SSE ? pieces : length;
    }

    private String content(String event) throws IOException {
        String content = "";
        try (JsonParser parser = mapper.createParser(event)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("content")) {
                    content = parser.nextTextValue();
                }
            }
        }
        return content;
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private Request post(String path, RequestBody body) {
        return new Request.Builder()
                .url(baseUrl + path)
                .header("Authorization", "Bearer sk-benchmark")
                .post(body)
                .build();
    }

    private RequestBody json(JsonNode body) throws IOException {
        return RequestBody.create(mapper.writeValueAsBytes(body), JSON);
    }

    private JsonNode readTree(Request request) throws IOException {
        try (Response response = http.newCall(request).execute()) {
            return mapper.readTree(response.body().byteStream());
        }
    }

    private static float[] vector(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
