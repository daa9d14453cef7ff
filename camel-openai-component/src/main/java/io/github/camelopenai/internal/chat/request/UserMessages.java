// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.request;

import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prompts that come beside the bodies of one endpoint. One in the header is meant for this message, so it wins over a body
 * that is a text; that of the option is for messages without one. What is not sent is said once. Thread-safe.
 */
public final class UserMessages {

    private static final Logger LOG = LoggerFactory.getLogger(UserMessages.class);

    private final AtomicBoolean bodySaid = new AtomicBoolean();
    private final AtomicBoolean optionSaid = new AtomicBoolean();

    /**
     * A prompt beside a body.
     *
     * @param text     null where there is none
     * @param byHeader whether it is for this message
     */
    record Prompt(String text, boolean byHeader) {

        static Prompt read(Options chosen) {
            String text = chosen.get(Option.USER_MESSAGE);
            boolean blank = text == null || text.isBlank();
            return new Prompt(blank ? null : text, !blank && chosen.isInHeader(Option.USER_MESSAGE));
        }

        boolean isThere() {
            return text != null;
        }
    }

    /** The header was sent in place of the body. */
    void leftOut(Object body) {
        if (!bodySaid.getAndSet(true)) {
            LOG.warn(
                    "The header {} is the prompt, and the body, a {}, is not sent. To send both, put both into a List in the"
                            + " body; to send the body, remove the header. Further messages of this endpoint are not reported",
                    Option.USER_MESSAGE.header(),
                    body instanceof InputStream ? "stream" : body.getClass().getName());
        }
    }

    /** The body was sent in place of the option. */
    void optionLeftOut() {
        if (!optionSaid.getAndSet(true)) {
            LOG.info(
                    "The body is the prompt, and the option userMessage is not sent: it is for a body that is empty, a"
                            + " file or a List. To send both, put the text into a List, or use systemMessage for the instruction");
        }
    }
}
