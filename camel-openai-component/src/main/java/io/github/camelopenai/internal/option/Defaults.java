// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

/** Values of options that nobody sets, where this component reads them. What the server decides by itself has no default here. */
public final class Defaults {

    public static final String VOICE = "alloy";
    public static final String ENCODING_FORMAT = "base64";
    public static final String ANSWER_AS = "object";
    public static final int REPAIR = 1;
    public static final int MAX_TOOL_ROUNDS = 10;
    public static final int MAX_TOOL_DEPTH = 3;
    public static final String ON_TOOL_ERROR = "tell";
    public static final long TOOL_TIMEOUT = 60_000; // milliseconds
    public static final String STREAM_FORMAT = "text";
    public static final int MAX_HISTORY_MESSAGES = 50;
    public static final int MAX_HISTORY_TOKENS = 16_000;

    private Defaults() {}
}
