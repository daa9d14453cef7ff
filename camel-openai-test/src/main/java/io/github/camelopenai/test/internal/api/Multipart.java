// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads multipart/form-data. Stateless. */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(";\\s*name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME =
            Pattern.compile(";\\s*filename=\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTENT_TYPE =
            Pattern.compile("^content-type:\\s*+(.++)$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final byte[] HEADERS_END = {'\r', '\n', '\r', '\n'};

    private Multipart() {}

    static boolean is(String contentType) {
        return contentType.regionMatches(true, 0, "multipart/form-data", 0, 19);
    }

    /** The parts in their order; what cannot be read is left out. */
    static List<FormPart> parse(byte[] body, String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            return List.of();
        }
        byte[] line = ("--" + boundary.group(1)).getBytes(StandardCharsets.ISO_8859_1);
        byte[] nextLine = ("\r\n--" + boundary.group(1)).getBytes(StandardCharsets.ISO_8859_1);
        List<FormPart> parts = new ArrayList<>();
        int start = indexOf(body, line, 0) + line.length;
        while (start >= line.length && start + 2 <= body.length && body[start] == '\r') {
            int end = indexOf(body, nextLine, start);
            if (end < 0) {
                break;
            }
            part(body, start + 2, end).ifPresent(parts::add);
            start = end + nextLine.length;
        }
        return List.copyOf(parts);
    }

    private static Optional<FormPart> part(byte[] body, int start, int end) {
        int headersEnd = indexOf(body, HEADERS_END, start);
        if (headersEnd < 0 || headersEnd > end) {
            return Optional.empty();
        }
        String headers = new String(body, start, headersEnd - start, StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOfRange(body, headersEnd + HEADERS_END.length, end);
        return find(NAME, headers)
                .map(name -> new FormPart(
                        name,
                        find(FILE_NAME, headers),
                        find(CONTENT_TYPE, headers).map(String::stripTrailing),
                        bytes));
    }

    private static Optional<String> find(Pattern pattern, String headers) {
        Matcher matcher = pattern.matcher(headers);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static int indexOf(byte[] body, byte[] wanted, int from) {
        for (int i = from; i <= body.length - wanted.length; i++) {
            if (body[i] == wanted[0] && Arrays.equals(body, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
