// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.api.Answer;
import io.github.camelopenai.test.internal.api.ApiError;
import io.github.camelopenai.test.internal.api.ChatOperation;
import io.github.camelopenai.test.internal.api.EmbeddingOperation;
import io.github.camelopenai.test.internal.api.ImageAlbum;
import io.github.camelopenai.test.internal.api.ImageOperation;
import io.github.camelopenai.test.internal.api.Incoming;
import io.github.camelopenai.test.internal.api.Operation;
import io.github.camelopenai.test.internal.api.SpeechOperation;
import io.github.camelopenai.test.internal.api.TranscriptionOperation;
import io.github.camelopenai.test.internal.api.Wording;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the server wants to send before anything is done to it. */
sealed interface FaultyAnswer {
    /** A chat or a transcription says this; the characters of several bytes are wanted by {@link Phase#INSIDE_CHARACTER}. */
    String TEXT = "Grüße aus der Wüste: 你好, Kamel!";

    /** The wire form of this answer to a request. */
    Wire wire(Incoming request);

    /** The API's own answer, or one of the simulator's. */
    record Normal(Optional<Reply> reply, int status) implements FaultyAnswer {
        private static final Map<Endpoint, Operation> OPERATIONS = Map.of(
                Endpoint.CHAT, new ChatOperation(request -> Optional.empty()),
                Endpoint.IMAGE, new ImageOperation(new ImageAlbum(() -> "http://127.0.0.1")),
                Endpoint.TRANSCRIPTION, new TranscriptionOperation(name -> Optional.of(TEXT)),
                Endpoint.SPEECH, new SpeechOperation(),
                Endpoint.EMBEDDINGS, new EmbeddingOperation());

        Normal(Optional<Reply> reply) {
            this(reply, 200);
        }

        @Override
        public Wire wire(Incoming request) {
            if (status >= 400) {
                return Wire.of(
                        StatusErrors.of(status, request.model().orElse("")).answer());
            }
            if (status == 101 || status == 204 || status == 205 || status == 304) {
                return Wire.bodiless(status);
            }
            Answer answer = answer(request);
            if (status < 200) {
                return Wire.of(answer).after(Wire.bodiless(status));
            }
            return status == 200 ? Wire.of(answer) : Wire.of(withStatus(answer));
        }

        private Answer withStatus(Answer answer) {
            return new Answer(status, answer.contentType(), answer.body(), answer.chunked(), OptionalLong.empty());
        }

        private Answer answer(Incoming request) {
            Step step = reply.map(Reply::step).orElse(new Step.Normal(Wording.NORMAL.withText(TEXT)));
            try {
                if (step instanceof Step.Failure failure) {
                    return failure.error().apply(request.model().orElse("")).answer();
                }
                if (step instanceof Step.Raw raw) {
                    return raw.answer();
                }
                Operation operation = OPERATIONS.get(Endpoint.of(request.method(), request.path()));
                if (operation == null) {
                    throw ApiError.unknownUrl(request.method(), request.path());
                }
                return operation.check(request).answer(((Step.Normal) step).wording());
            } catch (ApiError refusal) {
                return refusal.answer();
            }
        }
    }

    /** Nothing but a status and headers. */
    record Bodiless(int status) implements FaultyAnswer {
        @Override
        public Wire wire(Incoming request) {
            return Wire.bodiless(status);
        }
    }

    /** The normal answer in a wrong form. */
    record Framed(Framing framing) implements FaultyAnswer {
        @Override
        public Wire wire(Incoming request) {
            return FramedWire.of(framing, new Normal(Optional.empty()).answer(request));
        }
    }

    /** Bytes as they are. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Raw(byte[] bytes) implements FaultyAnswer {
        @Override
        public Wire wire(Incoming request) {
            return Wire.raw(bytes);
        }
    }
}
