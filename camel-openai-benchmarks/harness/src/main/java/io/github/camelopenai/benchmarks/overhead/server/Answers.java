// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** The prepared answers, head and body in one buffer, so that answering is one write. Immutable, thread-safe. */
public final class Answers {
    /** How many vectors one answer holds. */
    public static final int VECTORS = 256;

    /** How many numbers a vector has. */
    public static final int DIMENSIONS = 1536;

    /** The length of the spoken audio. */
    public static final int SPEECH_BYTES = 4 << 20;

    /** The text of a transcription. */
    public static final String TRANSCRIPT = "The quick brown fox jumps over the lazy dog near the old mill.";

    /** The text of a chat answer: 99 words. */
    public static final String CHAT_TEXT = "A fox is small, clever and seldom seen by day. ".repeat(9)
            + "It eats mice, berries and whatever careless people leave behind.";

    private final ByteBuffer chat = json(chatBody());
    private final ByteBuffer floats;
    private final ByteBuffer base64;
    private final ByteBuffer transcript =
            json("{\"text\":\"" + TRANSCRIPT + "\",\"usage\":{\"type\":\"duration\",\"seconds\":1500}}");
    private final ByteBuffer speech = answer("audio/mpeg", speechBytes());
    private final ByteBuffer stream = Streams.whole();
    private final ByteBuffer silence = Streams.begun();
    private final ByteBuffer unknown =
            ByteBuffer.wrap("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    /** Prepares all answers. */
    public Answers() {
        float[][] vectors = vectors();
        floats = json(embeddings(vectors, Answers::asFloats));
        base64 = json(embeddings(vectors, Answers::asBase64));
    }

    /** The answer to a request to this path; a buffer of the caller's own over shared bytes. */
    ByteBuffer to(String path, boolean wantsBase64) {
        return switch (path) {
            case "/v1/chat/completions" -> chat.duplicate();
            case "/v1/embeddings" -> (wantsBase64 ? base64 : floats).duplicate();
            case "/v1/audio/transcriptions" -> transcript.duplicate();
            case "/v1/audio/speech" -> speech.duplicate();
            case Streams.PREFIX + "/v1/chat/completions" -> stream.duplicate();
            case Streams.SILENT + "/v1/chat/completions" -> silence.duplicate();
            default -> unknown.duplicate();
        };
    }

    private static String chatBody() {
        return """
                {
                  "id": "chatcmpl-BdkE2v7bZr0yqfjwMOH2hVwVb4xkA",
                  "object": "chat.completion",
                  "created": 1795305600,
                  "model": "gpt-4o-mini-2024-07-18",
                  "choices": [
                    {
                      "index": 0,
                      "message": {
                        "role": "assistant",
                        "content": "%s",
                        "refusal": null,
                        "annotations": []
                      },
                      "logprobs": null,
                      "finish_reason": "stop"
                    }
                  ],
                  "usage": {
                    "prompt_tokens": 17,
                    "completion_tokens": 121,
                    "total_tokens": 138,
                    "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
                    "completion_tokens_details": {
                      "reasoning_tokens": 0,
                      "audio_tokens": 0,
                      "accepted_prediction_tokens": 0,
                      "rejected_prediction_tokens": 0
                    }
                  },
                  "service_tier": "default",
                  "system_fingerprint": "fp_560af6e559"
                }
                """.formatted(CHAT_TEXT);
    }

    private static float[][] vectors() {
        Random random = new Random(1536);
        float[][] vectors = new float[VECTORS][DIMENSIONS];
        for (float[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) (random.nextGaussian() / Math.sqrt(DIMENSIONS));
            }
        }
        return vectors;
    }

    private static String embeddings(float[][] vectors, Encoding encoding) {
        StringBuilder body = new StringBuilder("{\"object\":\"list\",\"data\":[");
        for (int i = 0; i < vectors.length; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"object\":\"embedding\",\"index\":")
                    .append(i)
                    .append(",\"embedding\":")
                    .append(encoding.encode(vectors[i]))
                    .append('}');
        }
        return body.append("],\"model\":\"text-embedding-3-small\",")
                .append("\"usage\":{\"prompt_tokens\":5120,\"total_tokens\":5120}}")
                .toString();
    }

    private static String asFloats(float[] vector) {
        StringBuilder numbers = new StringBuilder("[");
        for (float number : vector) {
            numbers.append(numbers.length() == 1 ? "" : ",").append(number);
        }
        return numbers.append(']').toString();
    }

    private static String asBase64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return '"' + Base64.getEncoder().encodeToString(bytes.array()) + '"';
    }

    private static ByteBuffer json(String body) {
        return answer("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer answer(String contentType, byte[] body) {
        byte[] head = head(contentType, body.length);
        return ByteBuffer.allocateDirect(head.length + body.length)
                .put(head)
                .put(body)
                .flip();
    }

    /**
     * Audio is sent with its length, although the API sends it in chunks: the borders of chunks cut OkHttp's pooled
     * buffers, and the garbage of that, which depends on the server's chunks, would hide that of the clients.
     */
    private static byte[] speechBytes() {
        byte[] audio = new byte[SPEECH_BYTES];
        new Random(44_100).nextBytes(audio);
        return audio;
    }

    /** The headers of the real API, with limits so high that no client slows down for them. */
    private static byte[] head(String contentType, int length) {
        return head(contentType, "Content-Length: " + length);
    }

    static byte[] head(String contentType, String framing) {
        return """
                HTTP/1.1 200 OK
                Date: Sun, 22 Nov 2026 00:00:00 GMT
                Content-Type: %s
                %s
                Connection: keep-alive
                openai-organization: org-benchmark
                openai-processing-ms: 1
                openai-version: 2020-10-01
                x-request-id: req_3f1c5a0d9e8b47f2a6c1d0e9b8a7f6c5
                x-ratelimit-limit-requests: 100000000
                x-ratelimit-limit-tokens: 2000000000
                x-ratelimit-remaining-requests: 99999999
                x-ratelimit-remaining-tokens: 1999990000
                x-ratelimit-reset-requests: 1ms
                x-ratelimit-reset-tokens: 1ms
                strict-transport-security: max-age=31536000; includeSubDomains; preload
                X-Content-Type-Options: nosniff
                Server: benchmark

                """.formatted(contentType, framing).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private interface Encoding {
        String encode(float[] vector);
    }
}
