// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

import io.github.camelopenai.error.OpenAiRequestException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes such as {@code 25MiB}, {@code 100MB} or {@code 5000}. Stateless. */
public final class ByteSize {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(b|kib|kb|mib|mb|gib|gb)?");

    private ByteSize() {}

    /**
     * @param option for the message when it cannot be read
     */
    public static long parse(String text, String option) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw OpenAiRequestException.refused(
                    option + " must be a number of bytes such as 25MiB, 100MB or 5000 but was '" + text + "'");
        }
        long number = Long.parseLong(matcher.group(1));
        long factor = factor(matcher.group(2));
        return number > Long.MAX_VALUE / factor ? Long.MAX_VALUE : number * factor;
    }

    private static long factor(String unit) {
        if (unit == null) {
            return 1;
        }
        return switch (unit) {
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            case "kb" -> 1_000L;
            case "mb" -> 1_000_000L;
            case "gb" -> 1_000_000_000L;
            default -> 1;
        };
    }
}
