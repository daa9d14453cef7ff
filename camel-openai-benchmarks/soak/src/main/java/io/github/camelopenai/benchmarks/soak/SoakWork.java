// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.soak;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** What an exchange asks for, how often, and with which body. */
enum SoakWork {
    CHAT(40, "What is a fox?"),
    STREAM(20, "Tell me about foxes."),
    /** The route reads the first piece of a stream and closes it. */
    STREAM_CLOSED_EARLY(4, "Tell me more about foxes."),
    TOOLS(10, SoakWork.TOOL_PROMPT),
    EMBED(10, List.of("a fox", "a hen", "a barn")),
    TRANSCRIBE(8, SoakWork.recording()),
    SPEECH(6, "Good morning."),
    IMAGE(2, "A fox.");

    static final String TOOL_PROMPT = "Which weather has Paris?";

    private final int share;
    private final Object body;

    SoakWork(int share, Object body) {
        this.share = share;
        this.body = body;
    }

    Object body() {
        return body;
    }

    String uri() {
        return "direct:" + name();
    }

    /** One of these, each as often as its share says. */
    static SoakWork draw(List<SoakWork> works, Random random) {
        int left = random.nextInt(works.stream().mapToInt(work -> work.share).sum());
        for (SoakWork work : works) {
            left -= work.share;
            if (left < 0) {
                return work;
            }
        }
        throw new AssertionError("the number is below the sum of the shares");
    }

    /** Silence, a tenth of a second of it: a WAV file of 8,000 samples a second, a byte each. */
    private static byte[] recording() {
        int samples = 800;
        ByteBuffer wav = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + samples).put(ascii("WAVEfmt ")).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000);
        wav.putShort((short) 1).putShort((short) 8).put(ascii("data")).putInt(samples);
        while (wav.hasRemaining()) {
            wav.put((byte) 0x80);
        }
        return wav.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
