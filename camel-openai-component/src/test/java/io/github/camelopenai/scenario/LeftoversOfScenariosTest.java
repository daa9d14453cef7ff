// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every test of this package is looked after, and what it leaves is named. */
@ExtendWith(NothingLeft.class)
class LeftoversOfScenariosTest {

    @Test
    void everyTestOfThePackageIsLookedAfter() {
        List<String> notLookedAfter = new ClassFileImporter()
                .importPackagesOf(LeftoversOfScenariosTest.class).stream()
                        .filter(type -> type.getSimpleName().endsWith("Test") && type.isTopLevelClass())
                        .map(JavaClass::reflect)
                        .filter(type -> !isLookedAfter(type))
                        .map(Class::getSimpleName)
                        .toList();

        assertThat(notLookedAfter).as("without @ExtendWith(NothingLeft.class)").isEmpty();
    }

    private static boolean isLookedAfter(Class<?> type) {
        return Arrays.stream(type.getAnnotationsByType(ExtendWith.class))
                .flatMap(annotation -> Arrays.stream(annotation.value()))
                .anyMatch(NothingLeft.class::equals);
    }
}
