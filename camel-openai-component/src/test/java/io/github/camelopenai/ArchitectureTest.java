// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The arrows of docs/architecture.md. A change that bends one changes that page first. */
@AnalyzeClasses(packages = "io.github.camelopenai", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.github.camelopenai";
    private static final String INTERNAL = ROOT + ".internal.";
    private static final String STORE = ROOT + ".quota";
    private static final String MEMORY = ROOT + ".memory";
    private static final Set<String> GENERATED = Set.of(
            "OpenAiComponentConfigurer",
            "OpenAiEndpointConfigurer",
            "OpenAiConvertersLoader",
            "OpenAiJsonConvertersLoader",
            "OpenAiEndpointUriFactory");
    private static final String[] WITHOUT_CAMEL = Stream.of("client..", "quota..", "retry", "schema", "sse", "time")
            .map(room -> INTERNAL + room)
            .toArray(String[]::new);

    /** Every arrow between rooms; the first room is the root package. Errors are everybody's. */
    private static final String ARROWS = """
            root -> audio body catalog chat client client.call client.http embed image json memory model operation option quota quota store quota.share quota.terms retry setup thread time tool
            audio -> body client client.call json model operation option quota.terms
            body -> client.call json model
            catalog -> json quota.terms
            chat -> chat.form chat.reply chat.request chat.stream client client.call json memory model operation option quota.terms schema tool
            chat.form -> json model option schema
            chat.reply -> client.call json model operation quota.terms sse
            chat.request -> body client.call json model option quota.terms
            chat.stream -> body json model
            client -> client.call quota quota.terms retry time
            client.call -> quota quota.share quota.terms retry time
            client.failure -> client.call json retry
            client.http -> client.call client.failure json quota.terms time
            embed -> body client client.call json model operation option quota.terms
            error ->
            image -> body catalog client client.call json model operation option quota.terms
            json -> model
            memory -> json model
            model ->
            operation -> body catalog client client.call json model option quota.terms setup tool
            option -> json setup
            quota -> model quota.lane quota.ledger quota.share quota.terms time
            quota store ->
            quota.lane -> model quota.terms
            quota.learn -> quota.terms
            quota.ledger -> model quota.learn quota.terms
            quota.share -> quota store quota.ledger quota.terms time
            quota.terms -> time
            retry -> time
            schema ->
            setup -> client.call json
            sse ->
            thread -> quota.terms time
            time ->
            tool -> json model schema setup time
            """;

    @ArchTest
    static void everyArrowBetweenRoomsIsStated(JavaClasses classes) {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass from : ofTheComponent(classes)) {
            Set<String> targets = arrows.computeIfAbsent(room(from), name -> new TreeSet<>());
            from.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .map(JavaClass::getBaseComponentType)
                    .filter(target -> target.getPackageName().startsWith(ROOT))
                    .map(ArchitectureTest::room)
                    .filter(room -> !room.equals(room(from)) && !room.equals("error"))
                    .forEach(targets::add);
        }
        Map<String, String> stated = new TreeMap<>();
        arrows.forEach((room, targets) -> stated.put(room, String.join(" ", targets)));

        assertThat(stated)
                .containsExactlyInAnyOrderEntriesOf(ARROWS.lines()
                        .map(line -> line.split(" ?-> ?", -1))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1])));
    }

    /** The simulator is on the class path of these tests too. */
    private static List<JavaClass> ofTheComponent(JavaClasses classes) {
        return classes.stream()
                .filter(type -> !type.getPackageName().startsWith(ROOT + ".test"))
                .toList();
    }

    private static String room(JavaClass type) {
        String room = type.getPackageName().substring(ROOT.length()).replaceFirst("^\\.(internal\\.)?", "");
        return room.isEmpty() ? "root" : type.getPackageName().equals(STORE) ? "quota store" : room;
    }

    @ArchTest
    static void noRoomIsCrowded(JavaClasses classes) {
        Map<String, Long> files = ofTheComponent(classes).stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !GENERATED.contains(type.getSimpleName()))
                .collect(Collectors.groupingBy(ArchitectureTest::room, Collectors.counting()));

        assertThat(files).allSatisfy((room, count) -> assertThat(count).isLessThanOrEqualTo(25));
    }

    @ArchTest
    static final ArchRule errorKnowsNothingOfOurs = classes()
            .that()
            .resideInAPackage(ROOT + ".error")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", ROOT + ".error");

    @ArchTest
    static final ArchRule quotaStoreKnowsNothingOfOurs = classes()
            .that()
            .resideInAPackage(STORE)
            .should()
            .onlyDependOnClassesThat()
            // Lettuce answers its shutdown with a future of Netty's.
            .resideInAnyPackage(
                    "java..", STORE, "io.github.bucket4j..", "io.lettuce.core..", "io.netty.util.concurrent");

    @ArchTest
    static final ArchRule memoryKnowsTheModelAndItsJsonOnly = classes()
            .that()
            .resideInAPackage(MEMORY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.sql..",
                    MEMORY,
                    ROOT + ".model",
                    INTERNAL + "json",
                    "com.fasterxml.jackson..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule schemaKnowsErrorsAndItsLibrariesOnly = classes()
            .that()
            .resideInAPackage(INTERNAL + "schema")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    INTERNAL + "schema",
                    ROOT + ".error",
                    "com.fasterxml..",
                    "com.github.victools..",
                    "dev.harrel..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule schemaLibrariesStayInSchema = noClasses()
            .that()
            .resideOutsideOfPackage(INTERNAL + "schema")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.classmate..", "com.github.victools..", "dev.harrel..");

    @ArchTest
    static final ArchRule bucket4jAndLettuceStayInTheQuotaStore = noClasses()
            .that()
            .resideOutsideOfPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.bucket4j..", "io.lettuce..", "io.netty..", "reactor..");

    @ArchTest
    static final ArchRule onlyTheirOwnStoreNeedsThem = noClasses()
            .that()
            .resideInAPackage(STORE)
            .and()
            .haveNameNotMatching(".*\\.(Bucket4jQuotaStore|RedisBackend|Backend)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.bucket4j..", "io.lettuce..")
            .because("the others are loaded where these optional dependencies are absent");

    @ArchTest
    static final ArchRule camelStaysOutOfClientQuotaAndModel = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".model", ROOT + ".error", STORE, MEMORY)
            .or()
            .resideInAnyPackage(WITHOUT_CAMEL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule okHttpStaysInTheClient = noClasses()
            .that()
            .resideOutsideOfPackage(INTERNAL + "client..")
            .and()
            // The component takes the user's own client; the configurer is generated from that.
            .doNotHaveSimpleName("OpenAiComponent")
            .and()
            .doNotHaveSimpleName("OpenAiComponentConfigurer")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..", "okio..", "kotlin..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .because("nothing waits by blocking");

    @ArchTest
    static final ArchRule executorsComeFromCamel = noClasses()
            .that()
            .resideOutsideOfPackage(INTERNAL + "thread")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Executors");

    @ArchTest
    static final ArchRule typesAreFinalSealedOrAFace = classes()
            .that()
            .resideInAPackage(INTERNAL + "(**)")
            .and()
            .areNotInterfaces()
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
            .should()
            .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl");
}
