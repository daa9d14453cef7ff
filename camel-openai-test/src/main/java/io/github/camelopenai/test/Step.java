// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camelopenai.test.internal.api.Answer;
import io.github.camelopenai.test.internal.api.ApiError;
import io.github.camelopenai.test.internal.api.Wording;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Function;

/** What kind of reply it is. */
sealed interface Step {
    /** The normal way through checks and quota, with given words. */
    record Normal(Wording wording) implements Step {}

    /** An error body that may name the model. */
    record Failure(Function<String, ApiError> error) implements Step {
        @Override
        public String toString() {
            return "Failure[" + error.apply("MODEL").getMessage() + "]";
        }
    }

    /** A body that is sent as it is. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Raw(int status, String contentType, byte[] body) implements Step {
        Raw(int status, String contentType, String body) {
            this(status, contentType, body.getBytes(StandardCharsets.UTF_8));
        }

        Answer answer() {
            return Frames.areEvents(contentType)
                    ? Answer.stream(contentType, body)
                    : new Answer(status, contentType, body, false, OptionalLong.empty());
        }

        @Override
        public String toString() {
            String what = contentType.startsWith("text/") || contentType.startsWith("application/")
                    ? new String(body, StandardCharsets.UTF_8)
                    : body.length + " bytes";
            return "Raw[status=%d, contentType=%s, body=%s]".formatted(status, contentType, what);
        }
    }

    /** A broken connection. */
    record Broken(Fault fault) implements Step {}
}
