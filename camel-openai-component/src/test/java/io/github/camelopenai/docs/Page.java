// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Markdown page whose snippets and tables are made from the code. */
final class Page {

    private static final Pattern SNIPPET =
            Pattern.compile("(?s)<!-- snippet: (?<file>[^#\\s]+)#(?<region>\\S+) -->\n```(?<language>\\w+)\n.*?```\n");
    private static final Pattern TABLE =
            Pattern.compile("(?s)<!-- (?<kind>options|headers): (?<label>[\\w-]+) -->\n.*?<!-- end -->\n");

    private final Path root;
    private final String text;

    Page(Path root, String text) {
        this.root = root;
        this.text = text;
    }

    /** The page as the code wants it. */
    String generated() throws IOException {
        String withSnippets = SNIPPET.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(snippet(match.group(1), match.group(2), match.group(3))));
        Catalog catalog = Catalog.read();
        return TABLE.matcher(withSnippets).replaceAll(match -> {
            String table = match.group(1).equals("options")
                    ? catalog.options(match.group(2))
                    : catalog.headers(match.group(2));
            return Matcher.quoteReplacement(
                    "<!-- " + match.group(1) + ": " + match.group(2) + " -->\n" + table + "<!-- end -->\n");
        });
    }

    private String snippet(String file, String region, String language) {
        return "<!-- snippet: " + file + "#" + region + " -->\n```" + language + "\n" + region(file, region) + "```\n";
    }

    private String region(String file, String region) {
        List<String> lines;
        try {
            lines = Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the snippet's file " + file + " cannot be read", e);
        }
        int start = indexOf(lines, "tag::" + region + "[]", file);
        int end = indexOf(lines, "end::" + region + "[]", file);
        List<String> shown = lines.subList(start + 1, end).stream()
                .filter(line -> !line.contains("tag::") && !line.contains("end::"))
                .toList();
        return String.join("\n", shown).stripIndent().stripTrailing() + "\n";
    }

    private static int indexOf(List<String> lines, String mark, String file) {
        for (int index = 0; index < lines.size(); index++) {
            if (lines.get(index).contains(mark)) {
                return index;
            }
        }
        throw new IllegalArgumentException(file + " has no " + mark);
    }
}
