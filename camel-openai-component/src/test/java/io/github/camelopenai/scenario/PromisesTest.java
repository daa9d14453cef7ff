// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each promise that a chat makes to routes has a test; {@code promises.tsv} says which. */
@ExtendWith(NothingLeft.class)
class PromisesTest {

    private static final String ROOT = "io.github.camelopenai.";

    /** One line of the table. */
    record Promise(String section, String words, List<String> tests) {

        static Promise of(String line) {
            String[] cells = line.split("\t", -1);
            assertThat(cells).as("section, promise and test of: %s", line).hasSize(3);
            return new Promise(cells[0], cells[1], List.of(cells[2].split(" ", -1)));
        }

        @Override
        public String toString() {
            return section + " " + words;
        }
    }

    static List<Promise> promises() throws IOException {
        try (InputStream table = PromisesTest.class.getResourceAsStream("/promises.tsv")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1) // the names of the columns
                    .map(Promise::of)
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("promises")
    void isKeptByATestThatRuns(Promise promise) throws ClassNotFoundException {
        for (String test : promise.tests()) {
            int dot = test.lastIndexOf('.');
            Class<?> type = Class.forName(
                    ROOT + test.substring(0, dot), false, getClass().getClassLoader());

            assertThat(methods(type, test.substring(dot + 1)))
                    .as(test)
                    .singleElement()
                    .satisfies(method -> assertThat(isATest(method)).isTrue())
                    .satisfies(method -> assertThat(isOn(method)).isTrue());
            assertThat(withThoseAround(type))
                    .as(test)
                    .allMatch(PromisesTest::isOn)
                    .allMatch(PromisesTest::isLookedInto);
        }
    }

    @Test
    void allFourSectionsHaveThemAndNoneIsMadeTwice() throws IOException {
        assertThat(promises()).extracting(Promise::section).containsOnly("3", "4", "5", "6");
        assertThat(promises()).extracting(Promise::words).doesNotHaveDuplicates();
    }

    /** Those of that name, inherited ones included. */
    private static List<Method> methods(Class<?> type, String name) {
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
                .filter(method -> method.getName().equals(name))
                .toList();
    }

    private static List<Class<?>> withThoseAround(Class<?> type) {
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getEnclosingClass)
                .toList();
    }

    private static boolean isATest(Method method) {
        return Stream.of(Test.class, ParameterizedTest.class, RepeatedTest.class)
                .anyMatch(method::isAnnotationPresent);
    }

    private static boolean isOn(AnnotatedElement test) {
        return !test.isAnnotationPresent(Disabled.class);
    }

    /** JUnit passes over a class within another that does not say that it holds tests. */
    private static boolean isLookedInto(Class<?> type) {
        return type.getEnclosingClass() == null || type.isAnnotationPresent(Nested.class);
    }
}
