// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camelopenai.test.internal.api.Answer;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of a request. Immutable.
 *
 * @param reply      the step of the script, or the normal one; its modifiers are still to be applied
 * @param retryAfter of a call the quota refused
 */
record Outcome(Answer answer, Reply reply, Optional<Duration> retryAfter, Optional<Fault> fault) {
    static Outcome of(Answer answer, Reply reply) {
        return new Outcome(answer, reply, Optional.empty(), Optional.empty());
    }

    static Outcome rejected(Account.Rejection rejection, Reply reply) {
        return new Outcome(rejection.error().answer(), reply, rejection.retryAfter(), Optional.empty());
    }

    static Outcome broken(Fault fault, Reply reply) {
        return new Outcome(Answer.text(200, "text/plain", ""), reply, Optional.empty(), Optional.of(fault));
    }
}
