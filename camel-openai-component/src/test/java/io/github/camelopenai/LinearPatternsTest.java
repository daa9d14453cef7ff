// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.camelopenai.internal.setup.RouteFiles;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The work of every regular expression grows with the length of its text and no faster. Work is counted in characters looked
 * at, so that the speed of the machine does not matter. Each pattern gets the worst of many small texts again, a megabyte long.
 */
class LinearPatternsTest {

    private static final int SMALL = 300;
    private static final int LARGE = 1_000_000;
    /** Looks at each character. A pattern that begins anew at each of them needs as many as the text is long. */
    private static final long MOST_LOOKS = 60;

    private static final JavaClasses MAIN = new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
            .importPackages("io.github.camelopenai");

    /** What the words of the pattern alone do not lead to. */
    private static final Map<String, List<String[]>> CHOSEN = Map.of(
            "RetryAfter.IN_TEXT", List.<String[]>of(new String[] {"try again in ", "1s", ""}),
            "JsonAnswer.FENCE", List.<String[]>of(new String[] {"```json", " ", ""}));

    private static final Set<String> SEARCHES =
            Set.of("find", "results", "replaceAll", "replaceFirst", "splitAsStream", "split", "asPredicate");

    /**
     * @param uses how its class uses it; one that is not searched for need not be fit for that
     */
    private record Named(String name, Pattern pattern, List<Use> uses) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** One way to use a pattern. */
    private enum Use {
        FIND {
            @Override
            void run(Matcher matcher) {
                while (matcher.find()) {
                    assertThat(matcher.end()).isNotNegative();
                }
            }
        },
        MATCH {
            @Override
            void run(Matcher matcher) {
                assertThat(matcher.matches()).isIn(true, false);
            }
        };

        abstract void run(Matcher matcher);
    }

    /** {@code begin}, as many of {@code unit} as the length asks for, {@code end}. */
    private record Text(Use use, String begin, String unit, String end) {
        String of(int length) {
            return begin + unit.repeat(Math.max(1, length / unit.length())) + end;
        }
    }

    static Stream<Named> patterns() {
        Stream<Named> made = Stream.of("-", "\\{\\{")
                .map(mark -> new Named(
                        "RouteFiles.key " + mark, RouteFiles.key("additionalHeader", mark), List.of(Use.FIND)));
        return Stream.concat(made, constants());
    }

    private static Stream<Named> constants() {
        return MAIN.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(Pattern.class))
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .map(field -> {
                    Field reflected = field.reflect();
                    try {
                        reflected.setAccessible(true);
                        return new Named(
                                field.getOwner().getSimpleName() + "." + field.getName(),
                                (Pattern) reflected.get(null),
                                isSearched(field.getOwner()) ? List.of(Use.values()) : List.of(Use.MATCH));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private static boolean isSearched(JavaClass type) {
        return type.getAccessesFromSelf().stream()
                .filter(access -> access.getTargetOwner().isEquivalentTo(Matcher.class)
                        || access.getTargetOwner().isEquivalentTo(Pattern.class))
                .anyMatch(access -> SEARCHES.contains(access.getName()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void staysLinear(Named named) {
        Text worst = texts(named)
                .max(Comparator.comparingDouble(text -> looks(named, text, SMALL)))
                .orElseThrow();

        assertThat(looks(named, worst, SMALL))
                .as("looks at each character of %s", worst)
                .isLessThan(MOST_LOOKS);
        assertThat(looks(named, worst, LARGE))
                .as("looks at each character of a megabyte of %s", worst)
                .isLessThan(MOST_LOOKS);
    }

    /** Else a new pattern could hide from this test. */
    @Test
    void allPatternsStandInStaticFields() {
        noClasses()
                .should()
                .callMethod(String.class, "matches", String.class)
                .orShould()
                .callMethod(String.class, "replaceAll", String.class, String.class)
                .orShould()
                .callMethod(String.class, "replaceFirst", String.class, String.class)
                .orShould()
                .callMethod(Pattern.class, "matches", String.class, CharSequence.class)
                .check(MAIN);
        assertThat(MAIN.stream()
                        .filter(type -> type.getMethodCallsFromSelf().stream()
                                .filter(call -> call.getTargetOwner().isEquivalentTo(Pattern.class)
                                        && call.getName().equals("compile"))
                                .anyMatch(call -> !call.getOrigin().getName().equals("<clinit>")))
                        .map(JavaClass::getSimpleName))
                .as(
                        "classes that make patterns at run time: RedactionOfLongTextsTest, SchemaPatternsTest and patterns() have them")
                .containsExactlyInAnyOrder("Redaction", "BoundedPatterns", "RouteFiles");
        assertThat(patterns()).hasSizeGreaterThan(30);
    }

    private static Stream<Text> texts(Named named) {
        Set<String> words = new LinkedHashSet<>();
        String source = named.pattern().pattern();
        words.addAll(Arrays.asList(
                source.replaceAll("\\(\\?[a-z:=!<>]*|\\\\[A-Za-z]", "\n").split("[^A-Za-z0-9 _:;=&`<>/.,-]+")));
        words.removeIf(word -> word.isEmpty() || word.length() > 20);
        List<String> units = new ArrayList<>(words);
        "aA1 \n\t-_./\\\"'()*+=&?<>{}[],;:%#~`é\u0000"
                .chars()
                .mapToObj(Character::toString)
                .forEach(units::add);
        for (String word : words) {
            Stream.of("a", " ", "-", "\"").forEach(filler -> units.add(word + filler));
        }
        Set<String> begins = new LinkedHashSet<>(List.of("", String.join("", words)));
        words.stream().limit(4).forEach(begins::add);
        List<Text> texts = new ArrayList<>();
        for (Use use : named.uses()) {
            for (String begin : begins) {
                for (String unit : units) {
                    texts.add(new Text(use, begin, unit, "\u0001\n!"));
                }
            }
            CHOSEN.getOrDefault(named.name(), List.of())
                    .forEach(chosen -> texts.add(new Text(use, chosen[0], chosen[1], chosen[2])));
        }
        return texts.stream();
    }

    /** How often each character is looked at, on average; as much as can be where the search gave up. */
    private static double looks(Named named, Text text, int length) {
        Counted counted = new Counted(text.of(length));
        try {
            text.use().run(named.pattern().matcher(counted));
        } catch (TooMany e) {
            return MOST_LOOKS * 10;
        } catch (StackOverflowError e) {
            return MOST_LOOKS * 20;
        }
        return (double) counted.looks[0] / counted.length();
    }

    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMany() {
            super(null, null, false, false);
        }
    }

    /** Counts who looks at its characters, and gives up where they are far too many. */
    private static final class Counted implements CharSequence {
        private final String text;
        private final long[] looks = new long[1];

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (looks[0]++ > text.length() * MOST_LOOKS * 2) {
                throw new TooMany();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
