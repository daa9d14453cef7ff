// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import java.util.regex.Pattern;

/** The API's name for a schema: 1 to 64 letters, digits, {@code _} and {@code -}. Stateless. */
final class SchemaName {

    private static final int MAX_LENGTH = 64;
    private static final Pattern OTHER = Pattern.compile("[^a-zA-Z0-9_-]+");

    private SchemaName() {}

    static String of(String wanted) {
        String name = OTHER.matcher(wanted).replaceAll("_");
        int begin = 0;
        int end = name.length();
        while (begin < end && name.charAt(begin) == '_') {
            begin++;
        }
        while (begin < end && name.charAt(end - 1) == '_') {
            end--;
        }
        return begin == end ? "answer" : name.substring(begin, Math.min(begin + MAX_LENGTH, end));
    }
}
