// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.client.call.ReplyHead;

/** The exceptions with which readers turn down an answer. They do not know the attempt; the transport adds it. Stateless. */
public final class UnusableAnswer {

    private UnusableAnswer() {}

    public static OpenAiResponseException because(ReplyHead head, String what) {
        return new OpenAiResponseException(what, details(head), null);
    }

    /** Neither words nor calls, and not because there was nothing to say. */
    public static OpenAiResponseException withoutText(ReplyHead head, String finishReason) {
        boolean cut = "length".equals(finishReason);
        return because(
                head,
                "the answer has no text (finish reason " + (finishReason == null ? null : head.shown(finishReason))
                        + ")"
                        + (cut ? "; raise maxTokens: a reasoning model may have spent them all on thinking" : ""));
    }

    /** Turns down a JSON document that did not come to its end. */
    public static void refuseCutJson(ReplyHead head, String finishReason) {
        if ("length".equals(finishReason)) {
            throw because(head, "the JSON answer was cut at the token limit (finish reason length); raise maxTokens");
        }
        if ("content_filter".equals(finishReason)) {
            throw because(
                    head, "the JSON answer was cut by the server's content filter (finish reason content_filter)");
        }
    }

    public static ErrorDetails details(ReplyHead head) {
        return ErrorDetails.ofAnswer(head.status(), head.requestId(), 0);
    }
}
