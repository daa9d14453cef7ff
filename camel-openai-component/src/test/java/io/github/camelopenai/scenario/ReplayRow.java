// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.model.StreamResult;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** What became of one recorded exchange, in the columns of {@code replay.tsv}. Not thread-safe. */
final class ReplayRow {

    private static final String NOTHING = "-";

    private final Map<String, String> cells = new LinkedHashMap<>();

    private ReplayRow(String[] names, String[] values) {
        if (names.length != values.length) {
            throw new IllegalStateException(values[0] + " has " + values.length + " columns, not " + names.length);
        }
        for (int column = 0; column < names.length; column++) {
            cells.put(names[column], values[column]);
        }
    }

    /** The committed table; the first row names the columns. */
    static List<ReplayRow> table() {
        try (InputStream table = ReplayRow.class.getResourceAsStream("/scenario/replay.tsv")) {
            String[][] rows = new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .toArray(String[][]::new);
            return Stream.of(rows)
                    .skip(1)
                    .map(row -> new ReplayRow(rows[0], row))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A row of the same recording in which nothing is known yet. */
    ReplayRow blank() {
        String[] names = cells.keySet().toArray(new String[0]);
        String[] values = cells.values().toArray(new String[0]);
        for (int column = 2; column < values.length; column++) {
            values[column] = NOTHING;
        }
        return new ReplayRow(names, values);
    }

    String get(String column) {
        return cells.get(column);
    }

    boolean isA(String kind) {
        return get("kind").equals(kind);
    }

    private void put(String column, String value) {
        if (cells.replace(column, value == null || value.isEmpty() ? NOTHING : value) == null) {
            throw new IllegalArgumentException("the table has no column " + column);
        }
    }

    /** What a message has from a whole answer. */
    ReplayRow whole(Exchange exchange) {
        List<?> bodies = exchange.getMessage().getBody() instanceof List<?> list
                ? list
                : List.of(exchange.getMessage().getBody());
        List<ToolCall> calls = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        bodies.forEach(body -> {
            if (body instanceof ToolCall call) {
                calls.add(call);
            } else {
                texts.add(sized((String) body));
            }
        });
        put("text", String.join(" ", texts));
        calls(calls);
        put("model", header(exchange, OpenAiHeaders.RESPONSE_MODEL));
        put("finish", header(exchange, OpenAiHeaders.FINISH_REASON));
        put("thoughts", sized(header(exchange, OpenAiHeaders.REASONING)));
        tokens(Stream.of(
                        OpenAiHeaders.PROMPT_TOKENS,
                        OpenAiHeaders.COMPLETION_TOKENS,
                        OpenAiHeaders.TOTAL_TOKENS,
                        OpenAiHeaders.CACHED_TOKENS,
                        OpenAiHeaders.REASONING_TOKENS)
                .map(name -> header(exchange, name))
                .toList());
        return this;
    }

    private static String header(Exchange exchange, String name) {
        Object value = exchange.getMessage().getHeader(name);
        return value == null ? "" : value.toString();
    }

    /** What was said in a stream. */
    ReplayRow said(CharSequence text, CharSequence thoughts, List<ToolCall> calls) {
        put("text", sized(text.toString()));
        put("thoughts", sized(thoughts.toString()));
        calls(calls);
        return this;
    }

    /** How a stream ended. */
    ReplayRow ended(StreamResult result) {
        put("model", result.model());
        put("finish", result.finishReason());
        Usage usage = result.usage();
        tokens(Stream.of(
                        usage.promptTokens(),
                        usage.completionTokens(),
                        usage.totalTokens(),
                        usage.cachedTokens(),
                        usage.reasoningTokens())
                .map(count -> count == null ? "" : count.toString())
                .toList());
        return this;
    }

    ReplayRow failed(OpenAiException failure) {
        put("failure", failure.getClass().getSimpleName());
        put("status", Integer.toString(failure.status()));
        put("code", failure.code());
        put("type", failure.type());
        if (failure instanceof OpenAiResponseException unusable && unusable.refusal() != null) {
            put("text", sized(unusable.refusal()));
        }
        if (failure instanceof OpenAiRequestException refused) {
            put("why", refused.isContextLengthExceeded() ? "context" : refused.isContentFiltered() ? "filter" : "");
        }
        return this;
    }

    private void calls(List<ToolCall> calls) {
        put(
                "calls",
                calls.stream()
                        .map(call -> call.name() + "(" + sized(call.arguments()) + ")")
                        .collect(Collectors.joining(" ")));
    }

    private void tokens(List<String> counts) {
        if (counts.stream().anyMatch(count -> !count.isEmpty())) {
            put(
                    "tokens",
                    counts.stream()
                            .map(count -> count.isEmpty() ? NOTHING : count)
                            .collect(Collectors.joining("/")));
        }
    }

    private static String sized(String text) {
        if (text.isEmpty()) {
            return NOTHING;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return text.length() + ":" + HexFormat.of().formatHex(hash, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReplayRow row && row.cells.equals(cells);
    }

    @Override
    public int hashCode() {
        return cells.hashCode();
    }

    @Override
    public String toString() {
        return cells.toString();
    }
}
