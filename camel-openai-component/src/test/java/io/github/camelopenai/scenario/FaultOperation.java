// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.test.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.apache.camel.Exchange;

/** The operations of the fault table: what each is called with, and how a route takes its answer. */
enum FaultOperation {
    CHAT("chat", "chat?model=gpt-4o-mini", "hello", exchange -> exchange.getMessage()
            .getBody(String.class)),
    STREAM("chat, streamed", "chat?model=gpt-4o-mini&streaming=true", "hello", FaultOperation::joined),
    IMAGE("image", "image?model=gpt-image-1", "a camel", FaultOperation::checksum),
    TRANSCRIBE("transcribe", "transcribe?model=whisper-1&fileName=a.mp3", recording(), exchange -> exchange.getMessage()
            .getBody(String.class)),
    SPEECH("speech", "speech?model=tts-1", "hello", FaultOperation::checksum),
    EMBED(
            "embed",
            "embed?model=text-embedding-3-small&dimensions=8",
            "hello",
            exchange -> Arrays.toString(exchange.getMessage().getBody(float[].class)));

    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final String title;
    private final String uri;
    private final Object body;
    private final Function<Exchange, String> answer;

    FaultOperation(String title, String uri, Object body, Function<Exchange, String> answer) {
        this.title = title;
        this.uri = uri;
        this.body = body;
        this.answer = answer;
    }

    String title() {
        return title;
    }

    String uri() {
        return uri;
    }

    Object body() {
        return body;
    }

    /** Whether the route has begun to read when the answer is in this phase: for speech, its first bytes are waited for. */
    boolean isHandedOn(Phase phase) {
        return (this == STREAM && phase.compareTo(Phase.HEADERS_SENT) >= 0)
                || (this == SPEECH && phase.compareTo(Phase.HALF_BODY_SENT) >= 0);
    }

    /** Reads the answer to its end; what it says, or a checksum of it. */
    String answer(Exchange exchange) {
        return answer.apply(exchange);
    }

    private static byte[] recording() {
        byte[] recording = new byte[100_000];
        recording[0] = 'I';
        recording[1] = 'D';
        recording[2] = '3';
        return recording;
    }

    private static String joined(Exchange exchange) {
        Iterator<?> pieces = (Iterator<?>) exchange.getMessage().getBody();
        StringBuilder text = new StringBuilder();
        pieces.forEachRemaining(text::append);
        return text.toString();
    }

    private static String checksum(Exchange exchange) {
        CRC32 checksum = new CRC32();
        long size = 0;
        try (InputStream in = exchange.getMessage().getMandatoryBody(InputStream.class)) {
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0 && size < MOST_BYTES; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
                size += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (org.apache.camel.InvalidPayloadException e) {
            throw new IllegalStateException(e);
        }
        return size + " bytes " + Long.toHexString(checksum.getValue());
    }
}
