// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

import static io.github.camelopenai.internal.option.ValueRule.atLeast;
import static io.github.camelopenai.internal.option.ValueRule.atMostCharacters;
import static io.github.camelopenai.internal.option.ValueRule.between;
import static io.github.camelopenai.internal.option.ValueRule.each;
import static io.github.camelopenai.internal.option.ValueRule.finite;
import static io.github.camelopenai.internal.option.ValueRule.notBlank;
import static io.github.camelopenai.internal.option.ValueRule.positive;
import static io.github.camelopenai.internal.option.ValueRule.size;
import static io.github.camelopenai.internal.option.ValueRule.time;
import static io.github.camelopenai.internal.option.ValueRule.wireWord;
import static io.github.camelopenai.internal.option.ValueRule.word;
import static io.github.camelopenai.internal.option.ValueRule.wordOrObject;

import io.github.camelopenai.error.OpenAiRequestException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The values that options take: one table for URI, component and headers. Immutable. */
public final class ValueRules {
    /*
     * 1. Refused everywhere is what no server can make sense of, and what this component reads itself.
     * 2. Ranges that the API's own description states are held to at OpenAI's base URL only: compatible servers take more.
     * 3. Words that the server reads stay open, since servers add some every few months.
     * 4. Options that are not here take every value of their type, or are looked at where they are read: texts, beans,
     *    tools, schemas, names of headers and fields.
     */
    private static final long FOR_EVER = Long.MAX_VALUE;

    /** What a timer and OkHttp can count. */
    private static final long LONGEST = Integer.MAX_VALUE;

    /** Options that are no headers: connection, quota, retries. */
    private static final Map<String, ValueRule> OF_CONNECTION = Map.ofEntries(
            Map.entry("connectTimeout", time(0, LONGEST)),
            Map.entry("requestTimeout", time(1, LONGEST)),
            Map.entry("streamIdleTimeout", time(1, LONGEST)),
            Map.entry("proxyPort", between("1", "65535")),
            Map.entry("maxResponseSize", size()),
            Map.entry("requestsPerMinute", atLeast(1)),
            Map.entry("tokensPerMinute", atLeast(1)),
            Map.entry("laneWeight", positive()),
            Map.entry("maxConcurrentRequests", atLeast(1)),
            Map.entry("maxQueued", atLeast(0)),
            Map.entry("whenQueueFull", word("block", "fail")),
            Map.entry("queueTimeout", time(0, FOR_EVER)),
            Map.entry("storeFailure", word("share", "open", "closed")),
            Map.entry("maxRetries", atLeast(0)),
            Map.entry("retryInitialDelay", time(0, FOR_EVER)),
            Map.entry("retryMaxDelay", time(0, FOR_EVER)),
            Map.entry("retryTimeout", time(0, FOR_EVER)),
            Map.entry("unknownHeaders", word("warn", "fail", "ignore")));

    /** The largest {@code maxToolDepth}. */
    public static final int MOST_TOOL_DEPTH = 20;

    private static final ValueRule WORD = notBlank("a word that the server knows");
    private static final ValueRule MODEL = notBlank("the id of a model");

    private static final Map<String, ValueRule> OF_REQUEST = Map.ofEntries(
            Map.entry("model", MODEL),
            Map.entry("temperature", finite()),
            Map.entry("n", positive()),
            Map.entry("responseFormat", WORD),
            Map.entry("topP", finite()),
            Map.entry("maxTokens", positive()),
            Map.entry("presencePenalty", finite()),
            Map.entry("frequencyPenalty", finite()),
            Map.entry("topLogprobs", atLeast(0)),
            Map.entry("reasoningEffort", WORD),
            Map.entry("verbosity", WORD),
            Map.entry("serviceTier", WORD),
            Map.entry("imageDetail", WORD),
            Map.entry("answerAs", word("object", "json")),
            Map.entry("repair", between("0", "3")),
            Map.entry("maxToolRounds", positive()),
            Map.entry("maxToolDepth", between("1", String.valueOf(MOST_TOOL_DEPTH))),
            Map.entry("onToolError", word("tell", "fail")),
            Map.entry("toolTimeout", time(1, LONGEST)),
            Map.entry("streamFormat", word("text", "event", "sse", "ndjson")),
            Map.entry("maxHistoryMessages", positive()),
            Map.entry("maxHistoryTokens", positive()),
            Map.entry("size", WORD),
            Map.entry("quality", WORD),
            Map.entry("style", WORD),
            Map.entry("outputFormat", WORD),
            Map.entry("outputCompression", atLeast(0)),
            Map.entry("background", WORD),
            Map.entry("moderation", WORD),
            Map.entry("language", notBlank("a language such as en")),
            Map.entry("timestampGranularities", each("word, segment or both", 2, List.of("word", "segment")::contains)),
            Map.entry("chunkingStrategy", wordOrObject("auto", ValueRules::isWord)),
            Map.entry("maxUploadSize", size()),
            Map.entry("voice", wordOrObject("the name of a voice", any -> true)),
            Map.entry("speed", positive()),
            Map.entry("dimensions", positive()),
            Map.entry("encodingFormat", wireWord("base64", "float")));

    private static final Map<String, Map<String, ValueRule>> OF_OPERATION = Map.of(
            "chat", Map.of("responseFormat", wireWord("text", "json_object")),
            "image", Map.of("responseFormat", wireWord("url", "b64_json")),
            "transcribe",
                    Map.of("responseFormat", wireWord("json", "text", "srt", "vtt", "verbose_json", "diarized_json")));

    private static final Map<String, Map<String, ValueRule>> OF_OFFICIAL_SERVER = Map.of(
            "chat",
                    Map.ofEntries(
                            Map.entry("temperature", between("0", "2")),
                            Map.entry("topP", between("0", "1")),
                            Map.entry("n", between("1", "128")),
                            Map.entry("presencePenalty", between("-2", "2")),
                            Map.entry("frequencyPenalty", between("-2", "2")),
                            Map.entry("topLogprobs", between("0", "20")),
                            Map.entry("stop", each("at most 4 texts", 4, any -> true)),
                            Map.entry("safetyIdentifier", atMostCharacters(64))),
            "image",
                    Map.of(
                            "n", between("1", "10"),
                            "outputCompression", between("0", "100"),
                            "background", wireWord("transparent", "opaque", "auto"),
                            "moderation", wireWord("low", "auto")),
            "transcribe", Map.of("temperature", between("0", "1")),
            "speech", Map.of("speed", between("0.25", "4")));

    /** What the component has and its endpoints do not. */
    private static final List<String> MODELS_OF_COMPONENT =
            List.of("chatModel", "imageModel", "transcribeModel", "speechModel", "embedModel");

    private final String operation;
    private final Map<String, ValueRule> rules;

    private ValueRules(String operation, Map<String, ValueRule> rules) {
        this.operation = operation;
        this.rules = rules;
    }

    /** Those of one operation's options, at OpenAI's own server or another. */
    public static ValueRules of(String operation, boolean official) {
        Map<String, ValueRule> rules = new HashMap<>(OF_REQUEST);
        rules.putAll(OF_OPERATION.getOrDefault(operation, Map.of()));
        if (official) {
            OF_OFFICIAL_SERVER
                    .getOrDefault(operation, Map.of())
                    .forEach((name, rule) -> rules.merge(name, rule, ValueRule::and));
        }
        return new ValueRules(operation, rules);
    }

    /** Those of the options that every endpoint has and that are no headers. */
    public static ValueRules ofConnection() {
        return new ValueRules(null, OF_CONNECTION);
    }

    /** Those of the component: what an operation or a server may take is not refused there. */
    public static ValueRules ofComponent() {
        Map<String, ValueRule> rules = new HashMap<>(OF_REQUEST);
        rules.putAll(OF_CONNECTION);
        MODELS_OF_COMPONENT.forEach(name -> rules.put(name, MODEL));
        return new ValueRules(null, rules);
    }

    /**
     * Looks at all values of an endpoint or a component.
     *
     * @param values by name; null where unset
     * @throws IllegalArgumentException naming the first option that is wrong, its value and what it takes
     */
    public void check(Function<String, Object> values, String remedy) {
        rules.keySet().stream().sorted().forEach(name -> {
            Object value = values.apply(name);
            if (value != null) {
                rules.get(name).refusal(value).ifPresent(refusal -> {
                    throw new IllegalArgumentException(name + " " + refusal + "; " + remedy);
                });
            }
        });
    }

    /** Refuses a value of a request option, wherever it comes from. */
    void check(Option<?> option, Object value) {
        ValueRule rule = rules.get(option.name());
        if (rule != null) {
            rule.refusal(value).ifPresent(refusal -> {
                throw OpenAiRequestException.refused(subject(option) + " " + refusal + "; " + remedy(option));
            });
        }
    }

    /** Where operations differ, the name alone does not tell which words are meant. */
    private String subject(Option<?> option) {
        boolean differs = OF_OPERATION.getOrDefault(operation, Map.of()).containsKey(option.name());
        return differs ? option.name() + " of openai:" + operation : option.name();
    }

    private String remedy(Option<?> option) {
        return option == Option.RESPONSE_FORMAT && "chat".equals(operation)
                ? "for a schema set jsonSchema or outputClass instead"
                : "set it in the URI or in header " + option.header();
    }

    /** Not a number, a list or another JSON value. */
    private static boolean isWord(String text) {
        return Character.isLetter(text.charAt(0))
                && !List.of("true", "false", "null").contains(text);
    }
}
