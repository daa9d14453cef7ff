// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

import java.util.List;

/**
 * One request option. Its header is {@code CamelOpenAI} and its name; there is no table to learn.
 *
 * @param name     in the URI, such as {@code topP}
 * @param wireName in the API's JSON, such as {@code top_p}; null when it does not go there
 * @param header   such as {@code CamelOpenAITopP}
 * @param type     what values are converted to
 */
public record Option<T>(String name, String wireName, String header, Class<T> type) {

    // For all operations.
    public static final Option<String> MODEL = of("model", "model", String.class);
    public static final Option<String> USER = of("user", "user", String.class);
    public static final Option<String> SAFETY_IDENTIFIER = of("safetyIdentifier", "safety_identifier", String.class);
    public static final Option<String> LANE = of("lane", null, String.class);
    public static final Option<Boolean> STORE_FULL_RESPONSE = of("storeFullResponse", null, Boolean.class);

    // Shared by some.
    public static final Option<Double> TEMPERATURE = of("temperature", "temperature", Double.class);
    public static final Option<Integer> N = of("n", "n", Integer.class);
    public static final Option<String> RESPONSE_FORMAT = of("responseFormat", "response_format", String.class);

    // Chat.
    public static final Option<String> SYSTEM_MESSAGE = of("systemMessage", null, String.class);
    public static final Option<String> DEVELOPER_MESSAGE = of("developerMessage", null, String.class);
    public static final Option<String> USER_MESSAGE = of("userMessage", null, String.class);
    public static final Option<Double> TOP_P = of("topP", "top_p", Double.class);
    public static final Option<Integer> MAX_TOKENS = of("maxTokens", "max_tokens", Integer.class);
    public static final Option<Object> STOP = of("stop", null, Object.class);
    public static final Option<Double> PRESENCE_PENALTY = of("presencePenalty", "presence_penalty", Double.class);
    public static final Option<Double> FREQUENCY_PENALTY = of("frequencyPenalty", "frequency_penalty", Double.class);
    public static final Option<Long> SEED = of("seed", "seed", Long.class);
    public static final Option<Boolean> LOGPROBS = of("logprobs", "logprobs", Boolean.class);
    public static final Option<Integer> TOP_LOGPROBS = of("topLogprobs", "top_logprobs", Integer.class);
    public static final Option<String> REASONING_EFFORT = of("reasoningEffort", "reasoning_effort", String.class);
    public static final Option<String> VERBOSITY = of("verbosity", "verbosity", String.class);
    public static final Option<String> SERVICE_TIER = of("serviceTier", "service_tier", String.class);
    public static final Option<String> PROMPT_CACHE_KEY = of("promptCacheKey", "prompt_cache_key", String.class);
    public static final Option<String> IMAGE_DETAIL = of("imageDetail", null, String.class);
    public static final Option<Object> JSON_SCHEMA = of("jsonSchema", null, Object.class);
    public static final Option<Object> OUTPUT_CLASS = of("outputClass", null, Object.class);
    public static final Option<Boolean> STRICT = of("strict", null, Boolean.class);
    public static final Option<String> ANSWER_AS = of("answerAs", null, String.class);
    public static final Option<Integer> REPAIR = of("repair", null, Integer.class);
    public static final Option<Object> TOOLS = of("tools", null, Object.class);
    public static final Option<Object> TOOL_CHOICE = of("toolChoice", null, Object.class);
    public static final Option<Boolean> PARALLEL_TOOL_CALLS =
            of("parallelToolCalls", "parallel_tool_calls", Boolean.class);
    public static final Option<Integer> MAX_TOOL_ROUNDS = of("maxToolRounds", null, Integer.class);
    public static final Option<Integer> MAX_TOOL_DEPTH = of("maxToolDepth", null, Integer.class);
    public static final Option<String> ON_TOOL_ERROR = of("onToolError", null, String.class);
    public static final Option<Object> TOOL_TIMEOUT = of("toolTimeout", null, Object.class);
    public static final Option<Boolean> STREAMING = of("streaming", null, Boolean.class);
    public static final Option<String> STREAM_FORMAT = of("streamFormat", null, String.class);
    public static final Option<Object> MEMORY = of("memory", null, Object.class);
    public static final Option<String> CONVERSATION_ID = of("conversationId", null, String.class);
    public static final Option<Integer> MAX_HISTORY_MESSAGES = of("maxHistoryMessages", null, Integer.class);
    public static final Option<Integer> MAX_HISTORY_TOKENS = of("maxHistoryTokens", null, Integer.class);

    // Image.
    public static final Option<String> SIZE = of("size", "size", String.class);
    public static final Option<String> QUALITY = of("quality", "quality", String.class);
    public static final Option<String> STYLE = of("style", "style", String.class);
    public static final Option<String> OUTPUT_FORMAT = of("outputFormat", "output_format", String.class);
    public static final Option<Integer> OUTPUT_COMPRESSION =
            of("outputCompression", "output_compression", Integer.class);
    public static final Option<String> BACKGROUND = of("background", "background", String.class);
    public static final Option<String> MODERATION = of("moderation", "moderation", String.class);

    // Transcribe.
    public static final Option<String> LANGUAGE = of("language", "language", String.class);
    public static final Option<String> PROMPT = of("prompt", "prompt", String.class);
    public static final Option<Object> TIMESTAMP_GRANULARITIES = of("timestampGranularities", null, Object.class);
    public static final Option<String> FILE_NAME = of("fileName", null, String.class);
    public static final Option<Object> CHUNKING_STRATEGY = of("chunkingStrategy", null, Object.class);
    public static final Option<String> MAX_UPLOAD_SIZE = of("maxUploadSize", null, String.class);

    // Speech.
    public static final Option<Object> VOICE = of("voice", null, Object.class);
    public static final Option<Double> SPEED = of("speed", "speed", Double.class);
    public static final Option<String> INSTRUCTIONS = of("instructions", "instructions", String.class);

    // Embed.
    public static final Option<Integer> DIMENSIONS = of("dimensions", "dimensions", Integer.class);
    public static final Option<String> ENCODING_FORMAT = of("encodingFormat", "encoding_format", String.class);

    /** The options that every operation takes. */
    public static final List<Option<?>> COMMON = List.of(MODEL, USER, SAFETY_IDENTIFIER, LANE, STORE_FULL_RESPONSE);

    /** What the headers of all options begin with, and those of answers too. */
    private static final String PREFIX = "CamelOpenAI";

    /** Whether a header may be that of an option, in whatever case it is written. */
    public static boolean isHeader(String name) {
        return name != null && name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * Whether such a header counts. It begins as Camel's own do, {@code Camel} or {@code camel}: some of Camel's filters let any
     * other spelling in from outside.
     */
    public static boolean isTrusted(String name) {
        return name.startsWith("Camel") || name.startsWith("camel");
    }

    /** What a header says beyond the prefix of all, such as {@code TopP}. */
    public static String nameIn(String header) {
        return header.substring(PREFIX.length());
    }

    private static <T> Option<T> of(String name, String wireName, Class<T> type) {
        return new Option<>(name, wireName, PREFIX + Character.toUpperCase(name.charAt(0)) + name.substring(1), type);
    }
}
