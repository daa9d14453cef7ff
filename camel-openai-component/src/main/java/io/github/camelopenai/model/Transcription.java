// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import java.util.List;
import java.util.Map;

/**
 * A detailed transcript ({@code verbose_json}, {@code diarized_json}). The body of the message is the API's own map;
 * this record gives typed access to the parts that most routes need.
 *
 * @param text     the whole transcript
 * @param language as the server names it, or null
 * @param duration of the recording in seconds, or null
 * @param segments pieces in order; empty when the server gave none
 * @param words    words in order; empty unless requested with {@code timestampGranularities=word}
 */
public record Transcription(String text, String language, Double duration, List<Segment> segments, List<Word> words) {

    /**
     * A piece of the transcript.
     *
     * @param start   seconds from the beginning
     * @param end     seconds from the beginning
     * @param speaker who speaks, in a diarized transcript, else null
     */
    public record Segment(double start, double end, String text, String speaker) {}

    /**
     * A word.
     *
     * @param start seconds from the beginning
     * @param end   seconds from the beginning
     */
    public record Word(double start, double end, String word) {}

    /** Reads the map that {@code openai:transcribe} leaves as the body; what is missing is null or empty. */
    public static Transcription from(Map<?, ?> body) {
        return new Transcription(
                text(body, "text"),
                text(body, "language"),
                body.get("duration") instanceof Number number ? Double.valueOf(number.doubleValue()) : null,
                maps(body.get("segments")).stream()
                        .map(map -> new Segment(
                                number(map, "start"), number(map, "end"), text(map, "text"), text(map, "speaker")))
                        .toList(),
                maps(body.get("words")).stream()
                        .map(map -> new Word(number(map, "start"), number(map, "end"), text(map, "word")))
                        .toList());
    }

    private static List<Map<?, ?>> maps(Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .<Map<?, ?>>map(item -> (Map<?, ?>) item)
                        .toList()
                : List.of();
    }

    private static String text(Map<?, ?> map, String name) {
        return map.get(name) instanceof String text ? text : null;
    }

    private static double number(Map<?, ?> map, String name) {
        return map.get(name) instanceof Number number ? number.doubleValue() : 0;
    }
}
