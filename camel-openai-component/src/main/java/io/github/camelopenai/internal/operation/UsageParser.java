// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelopenai.internal.json.WholeNumber;
import io.github.camelopenai.model.Usage;
import java.io.IOException;

/**
 * Reads what an answer used, token by token: each answer has it, and a mapped class costs several times as much. Takes
 * all names that the API has for a field; a field of another form than a whole number is as good as none. Used once.
 */
public final class UsageParser {

    private final JsonParser parser;
    private Long prompt;
    private Long completion;
    private Long total;
    private Long cached;
    private Long reasoning;

    private UsageParser(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads the value that the parser stands at; null when it is no object. */
    public static Usage read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        UsageParser usage = new UsageParser(parser);
        usage.readFields();
        return new Usage(usage.prompt, usage.completion, usage.total, usage.cached, usage.reasoning);
    }

    private void readFields() throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "prompt_tokens", "input_tokens" -> prompt = number(prompt);
                case "completion_tokens", "output_tokens" -> completion = number(completion);
                case "total_tokens" -> total = number(total);
                case "prompt_tokens_details", "input_tokens_details", "input_token_details" ->
                    cached = detail("cached_tokens", cached);
                case "completion_tokens_details", "output_tokens_details", "output_token_details" ->
                    reasoning = detail("reasoning_tokens", reasoning);
                default -> parser.skipChildren();
            }
        }
    }

    private Long detail(String name, Long before) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return before;
        }
        Long value = before;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            if (field.equals(name)) {
                value = number(value);
            } else {
                parser.skipChildren();
            }
        }
        return value;
    }

    private Long number(Long before) throws IOException {
        Long value = WholeNumber.read(parser);
        return value == null ? before : value;
    }
}
