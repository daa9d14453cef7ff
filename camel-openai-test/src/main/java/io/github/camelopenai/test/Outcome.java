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
 * @param reply      the step of the script, or the normal one; its delay and headers are still to be applied
 * @param frames     how the answer's body goes out
 * @param retryAfter of a call the quota refused
 */
record Outcome(Answer answer, Reply reply, Frames frames, Optional<Duration> retryAfter, Optional<Fault> fault) {
    /** An answer no script has touched. */
    static Outcome of(Answer answer) {
        return refused(answer, Reply.ok(), Optional.empty());
    }

    /** A refusal in place of what was scripted; only its delay and headers are kept. */
    static Outcome refused(Answer answer, Reply reply) {
        return refused(answer, reply, Optional.empty());
    }

    static Outcome of(Answer answer, Reply reply, String model) {
        return new Outcome(answer, reply, reply.frames(answer, model), Optional.empty(), Optional.empty());
    }

    static Outcome rejected(Account.Rejection rejection, Reply reply) {
        return refused(rejection.error().answer(), reply, rejection.retryAfter());
    }

    static Outcome broken(Fault fault, Reply reply) {
        Answer nothing = Answer.text(200, "text/plain", "");
        return new Outcome(nothing, reply, Frames.of(nothing), Optional.empty(), Optional.of(fault));
    }

    private static Outcome refused(Answer answer, Reply reply, Optional<Duration> retryAfter) {
        return new Outcome(answer, reply, Frames.of(answer), retryAfter, Optional.empty());
    }
}
