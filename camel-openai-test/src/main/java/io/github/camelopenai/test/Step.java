// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camelopenai.test.internal.api.Answer;
import io.github.camelopenai.test.internal.api.ApiError;
import io.github.camelopenai.test.internal.api.Wording;
import java.nio.charset.StandardCharsets;
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
    record Raw(int status, String contentType, String body) implements Step {
        Answer answer() {
            return Frames.areEvents(contentType)
                    ? Answer.stream(contentType, body.getBytes(StandardCharsets.UTF_8))
                    : Answer.text(status, contentType, body);
        }
    }

    /** A broken connection. */
    record Broken(Fault fault) implements Step {}
}
