// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages say what the code says: snippets are tagged regions of code that is compiled and tested, tables come from the
 * catalog. Run with {@code -Ddocs.write=true} to bring the pages up to date.
 */
class DocsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CODE =
            Pattern.compile("(?m)^(?<marker><!-- snippet: \\S+ -->\n)?```(?:java|yaml|json|properties)\n");
    private static final Pattern LINK =
            Pattern.compile("\\[[^\\]]*\\]\\((?!https?:|#|mailto:)([^)#\\s]+)(?:#[^)]*)?\\)");

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT);
                Stream<Path> modules = Files.walk(ROOT, 2)) {
            return Stream.of(docs.toList(), top.toList(), modules.toList())
                    .flatMap(List::stream)
                    .filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> !path.toString().contains("/target/")
                            && !path.toString().contains("box/"))
                    .map(Path::normalize)
                    .distinct()
                    .sorted();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void showsWhatTheCodeSays(Path page) throws IOException {
        String written = Files.readString(page);

        String generated = new Page(ROOT, written).generated();

        if (Boolean.getBoolean("docs.write") && !generated.equals(written)) {
            Files.writeString(page, generated);
            return;
        }
        assertThat(written)
                .as("%s differs from the code; run the tests of this module with -Ddocs.write=true", page)
                .isEqualTo(generated);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void showsNoCodeThatNoTestRan(Path page) throws IOException {
        Matcher code = CODE.matcher(Files.readString(page));

        assertThat(code.results()
                        .filter(block -> block.group().startsWith("```"))
                        .count())
                .as("code blocks of %s without a <!-- snippet: file#region --> before them", page)
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksToWhatIsThere(Path page) throws IOException {
        Matcher links = LINK.matcher(Files.readString(page));

        assertThat(links.results()
                        .map(link -> page.resolveSibling(link.group(1)).normalize()))
                .as("links of %s", page)
                .allSatisfy(target -> assertThat(target).exists());
    }
}
