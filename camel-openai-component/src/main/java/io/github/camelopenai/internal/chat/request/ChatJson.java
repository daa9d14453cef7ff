// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.model.ToolCall;
import java.util.List;

/** Messages as the API writes them. Stateless. */
public final class ChatJson {

    private ChatJson() {}

    static ObjectNode message(String role, String text) {
        return Json.MAPPER.createObjectNode().put("role", role).put("content", text);
    }

    public static ObjectNode user(String text) {
        return message("user", text);
    }

    /**
     * What the model has said.
     *
     * @param text  may be null or empty beside calls
     * @param calls empty for an answer in words
     */
    public static ObjectNode assistant(String text, List<ToolCall> calls) {
        boolean silent = text == null || text.isEmpty() && !calls.isEmpty();
        ObjectNode message = message("assistant", silent ? null : text);
        if (!calls.isEmpty()) {
            message.set("tool_calls", Json.MAPPER.valueToTree(calls));
        }
        return message;
    }

    public static ObjectNode tool(String id, String result) {
        return message("tool", result).put("tool_call_id", id);
    }
}
