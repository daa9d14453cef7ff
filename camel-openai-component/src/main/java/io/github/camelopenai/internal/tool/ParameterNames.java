// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which names parameters may have. They become names of headers, whose values the model decides. Stateless. */
final class ParameterNames {

    private static final Pattern USABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    private ParameterNames() {}

    static void check(String tool, Collection<String> names) {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : names) {
            check(tool, name);
            if (!seen.add(name)) {
                throw new IllegalArgumentException("parameter " + name + " of tool " + tool
                        + " is there twice, in upper and lower case; headers do not distinguish them, so rename one");
            }
        }
    }

    private static void check(String tool, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        // This includes org.apache.camel, which the pattern refuses too; the reason is the better message.
        if (lower.startsWith("camel") || lower.startsWith("org.apache.camel")) {
            throw new IllegalArgumentException("parameter " + name + " of tool " + tool
                    + " is refused: headers of that name steer Camel, and the model must not; rename it");
        }
        if (!USABLE.matcher(name).matches()) {
            throw new IllegalArgumentException("parameter '" + name + "' of tool " + tool
                    + " cannot be a header; use up to 64 letters, digits, underscores and hyphens, and begin with a"
                    + " letter or an underscore");
        }
    }
}
