// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.internal.body.MediaType;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.model.Usage;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes the headers that several operations set. Stateless. */
public final class ResponseHeaders {

    private static final Pattern NUMBER = Pattern.compile("\\s*-?[0-9]{1,18}\\s*");

    /** All that answers set, of which the next call removes what an earlier one has left. */
    static final Set<String> ALL = Set.of(
            OpenAiHeaders.RESPONSE_ID,
            OpenAiHeaders.RESPONSE_MODEL,
            OpenAiHeaders.REQUEST_ID,
            OpenAiHeaders.FINISH_REASON,
            OpenAiHeaders.SERVED_TIER,
            OpenAiHeaders.REASONING,
            OpenAiHeaders.PROMPT_TOKENS,
            OpenAiHeaders.COMPLETION_TOKENS,
            OpenAiHeaders.TOTAL_TOKENS,
            OpenAiHeaders.CACHED_TOKENS,
            OpenAiHeaders.REASONING_TOKENS,
            OpenAiHeaders.ATTEMPTS,
            OpenAiHeaders.QUEUED_MILLIS,
            OpenAiHeaders.RATE_LIMIT_REMAINING_REQUESTS,
            OpenAiHeaders.RATE_LIMIT_REMAINING_TOKENS,
            OpenAiHeaders.EMBEDDING_COUNT,
            OpenAiHeaders.EMBEDDING_VECTOR_SIZE,
            OpenAiHeaders.IMAGE_COUNT,
            OpenAiHeaders.REVISED_PROMPT,
            OpenAiHeaders.AUDIO_DURATION,
            OpenAiHeaders.DETECTED_LANGUAGE,
            OpenAiHeaders.FILE_EXTENSION);

    private ResponseHeaders() {}

    /** Removes what an earlier call left. */
    static void clear(Message message) {
        if (message.hasHeaders()) {
            message.getHeaders().keySet().removeIf(ALL::contains);
            if (MediaType.ofMimeType(message.getHeader(Exchange.CONTENT_TYPE, String.class))
                    .isPresent()) {
                message.removeHeader(Exchange.CONTENT_TYPE); // of the recording or picture that was the body
            }
        }
    }

    /** What every answer has. */
    public static void write(Reply<?> reply, Message message) {
        set(message, OpenAiHeaders.REQUEST_ID, reply.head().requestId());
        set(message, OpenAiHeaders.ATTEMPTS, reply.attempts());
        set(message, OpenAiHeaders.QUEUED_MILLIS, reply.queued().toMillis());
        set(message, OpenAiHeaders.RATE_LIMIT_REMAINING_REQUESTS, count(reply, "x-ratelimit-remaining-requests"));
        set(message, OpenAiHeaders.RATE_LIMIT_REMAINING_TOKENS, number(reply, "x-ratelimit-remaining-tokens"));
    }

    public static void write(Usage usage, Message message) {
        if (usage != null) {
            set(message, OpenAiHeaders.PROMPT_TOKENS, usage.promptTokens());
            set(message, OpenAiHeaders.COMPLETION_TOKENS, usage.completionTokens());
            set(message, OpenAiHeaders.TOTAL_TOKENS, usage.totalTokens());
            set(message, OpenAiHeaders.CACHED_TOKENS, usage.cachedTokens());
            set(message, OpenAiHeaders.REASONING_TOKENS, usage.reasoningTokens());
        }
    }

    /** A header is absent rather than null. */
    public static void set(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }

    private static Integer count(Reply<?> reply, String name) {
        Long number = number(reply, name);
        return number == null ? null : (int) Math.max(0, Math.min(Integer.MAX_VALUE, number));
    }

    private static Long number(Reply<?> reply, String name) {
        String text = reply.head().header(name);
        // ASCII only: Java would read the digits of other scripts too.
        return text != null && NUMBER.matcher(text).matches() ? Long.valueOf(text.strip()) : null;
    }

    /** All that answers set. */
    static Set<String> all() {
        return ALL;
    }
}
