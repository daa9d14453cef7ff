// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** The error in a JSON text, in Jackson's words without those about its own settings. Stateless. */
public final class JsonFault {

    /** The position where a value began: Jackson adds the source, or the setting that would show it. */
    private static final Pattern SOURCE =
            Pattern.compile(" ?\\([^()\\[]{0,60}\\[Source:[^\\]]{0,300}+\\]\\)| ?\\[Source:[^\\]]{0,300}+\\]");

    private JsonFault() {}

    /** The error without its position. */
    public static String of(JsonProcessingException failure) {
        String words = failure.getOriginalMessage();
        return words == null
                ? failure.getClass().getSimpleName()
                : SOURCE.matcher(words).replaceAll("");
    }

    /** The error and its position. */
    public static String withPlace(JsonProcessingException failure) {
        JsonLocation place = failure.getLocation();
        return place == null
                ? of(failure)
                : of(failure) + " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }
}
