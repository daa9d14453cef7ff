// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A streamed chat answer as the API sends it: one event and one HTTP chunk for each piece. All in one buffer, so that the
 * kernel's part is the same for everyone, and small. Stateless.
 */
public final class Streams {
    /** How many events bring a piece of text; three more bring the role, the reason of the end and the usage. */
    public static final int PIECES = 500;

    /** Where the path of a streamed answer begins. */
    public static final String PREFIX = "/stream";

    /** Where the path of an answer begins that falls silent after its first piece. */
    public static final String SILENT = "/silent";

    private static final List<String> WORDS =
            List.of(" fox", " is", " small", ",", " clever", " and", " seldom", " seen", " by", " day", ".\n");

    /** What the pieces are together. */
    public static final String TEXT =
            IntStream.range(0, PIECES).mapToObj(Streams::piece).collect(Collectors.joining());

    private Streams() {}

    /** The whole answer. */
    static ByteBuffer whole() {
        ByteArrayOutputStream bytes = beginning();
        for (int piece = 1; piece < PIECES; piece++) {
            chunk(bytes, delta(content(piece), "null"));
        }
        chunk(bytes, delta("{}", "\"stop\""));
        chunk(bytes, event("[]", ",\"usage\":" + usage()));
        chunk(bytes, "[DONE]");
        bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return direct(bytes);
    }

    /** The answer as far as its first piece. */
    static ByteBuffer begun() {
        return direct(beginning());
    }

    private static ByteArrayOutputStream beginning() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Answers.head("text/event-stream; charset=utf-8", "Transfer-Encoding: chunked"));
        chunk(bytes, delta("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"));
        chunk(bytes, delta(content(0), "null"));
        return bytes;
    }

    private static String piece(int number) {
        return WORDS.get(number % WORDS.size());
    }

    private static String content(int number) {
        return "{\"content\":\"" + piece(number).replace("\n", "\\n") + "\"}";
    }

    private static String delta(String content, String finishReason) {
        return event(
                "[{\"index\":0,\"delta\":" + content + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}]",
                ",\"usage\":null");
    }

    private static String event(String choices, String rest) {
        return "{\"id\":\"chatcmpl-BdkE2v7bZr0yqfjwMOH2hVwVb4xkA\",\"object\":\"chat.completion.chunk\","
                + "\"created\":1795305600,\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\","
                + "\"system_fingerprint\":\"fp_560af6e559\",\"choices\":" + choices + rest + "}";
    }

    private static String usage() {
        return "{\"prompt_tokens\":17,\"completion_tokens\":500,\"total_tokens\":517,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,"
                + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
    }

    private static void chunk(ByteArrayOutputStream bytes, String data) {
        byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes((Integer.toHexString(event.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(event);
        bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer direct(ByteArrayOutputStream bytes) {
        return ByteBuffer.allocateDirect(bytes.size()).put(bytes.toByteArray()).flip();
    }
}
