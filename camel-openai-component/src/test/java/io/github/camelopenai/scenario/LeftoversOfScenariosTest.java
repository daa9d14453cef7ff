// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.camelopenai.UnderWay;
import io.github.camelopenai.test.Gate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every test of this package is looked after, and what it leaves is named. */
@Timeout(60)
class LeftoversOfScenariosTest extends StreamScenario {

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

    @Test
    void callsInFlightAndInTheQueueAreNamed() throws Exception {
        List<CompletableFuture<Exchange>> calls;
        try (Gate gate = openAi.hold()) {
            calls = Stream.of("one", "two")
                    .map(text -> template.asyncSend(
                            "openai:chat?model=gpt-4o&maxConcurrentRequests=1",
                            exchange -> exchange.getMessage().setBody(text)))
                    .toList();
            gate.awaitHeld(1, PATIENCE);
            while (component.getQueuedCalls() == 0) {
                Thread.onSpinWait();
            }

            assertThat(left())
                    .hasSize(3)
                    .anyMatch(what -> what.matches("1 in flight for .* gpt-4o"))
                    .anyMatch(what -> what.matches("1 queued for .* gpt-4o"))
                    .contains("2 calls that have not ended");
        }
        for (CompletableFuture<Exchange> call : calls) {
            bodyOf(call.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void openBodiesAreNamed() throws Exception {
        server.send(StreamServer.delta("first"));
        List<String> left = new ArrayList<>();

        read("", exchange -> left.addAll(left()));

        assertThat(left).contains("1 open bodies");
    }

    private List<String> left() {
        return UnderWay.in(component).orElseThrow().left();
    }

    private static boolean isLookedAfter(Class<?> type) {
        return Arrays.stream(type.getAnnotationsByType(ExtendWith.class))
                .flatMap(annotation -> Arrays.stream(annotation.value()))
                .anyMatch(NothingLeft.class::equals);
    }
}
