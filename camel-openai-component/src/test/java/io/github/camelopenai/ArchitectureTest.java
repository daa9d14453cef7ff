// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md. A change that bends one changes that page first. */
@AnalyzeClasses(packages = "io.github.camelopenai", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.github.camelopenai";
    private static final String INTERNAL = ROOT + ".internal.";
    private static final String STORE = ROOT + ".quota";
    private static final String MEMORY = ROOT + ".memory";

    @ArchTest
    static final ArchRule looksOneWayOnly = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .layer("face")
            .definedBy(ROOT)
            .layer("operation")
            .definedBy(INTERNAL + "operation")
            .layer("tool")
            .definedBy(INTERNAL + "tool")
            .layer("schema")
            .definedBy(INTERNAL + "schema")
            .layer("client")
            .definedBy(INTERNAL + "client")
            .layer("quota")
            .definedBy(INTERNAL + "quota")
            .layer("sse")
            .definedBy(INTERNAL + "sse")
            .layer("retry")
            .definedBy(INTERNAL + "retry")
            .layer("time")
            .definedBy(INTERNAL + "time")
            .layer("model")
            .definedBy(ROOT + ".model")
            .layer("error")
            .definedBy(ROOT + ".error")
            .layer("quota store")
            .definedBy(STORE)
            .layer("memory")
            .definedBy(MEMORY)
            .whereLayer("face")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("operation")
            .mayOnlyBeAccessedByLayers("face")
            .whereLayer("tool")
            .mayOnlyBeAccessedByLayers("face", "operation")
            .whereLayer("schema")
            .mayOnlyBeAccessedByLayers("operation", "tool")
            .whereLayer("client")
            .mayOnlyBeAccessedByLayers("face", "operation", "tool")
            .whereLayer("quota")
            .mayOnlyBeAccessedByLayers("face", "operation", "client")
            .whereLayer("retry")
            .mayOnlyBeAccessedByLayers("face", "operation", "client")
            .whereLayer("time")
            .mayOnlyBeAccessedByLayers("face", "operation", "tool", "client", "quota", "retry")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("face", "operation", "tool", "client", "quota", "memory")
            .whereLayer("sse")
            .mayOnlyBeAccessedByLayers("operation", "client")
            .whereLayer("quota store")
            .mayOnlyBeAccessedByLayers("face", "quota")
            .whereLayer("memory")
            .mayOnlyBeAccessedByLayers("face", "operation");

    @ArchTest
    static final ArchRule quotaAndRetryDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage(INTERNAL + "quota")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INTERNAL + "retry")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage(INTERNAL + "client");

    @ArchTest
    static final ArchRule modelAndErrorStandAlone = noClasses()
            .that()
            .resideInAPackage(ROOT + ".model")
            .should()
            .dependOnClassesThat(residesIn(ROOT + ".internal", ROOT + ".error"))
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);

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
    static final ArchRule memoryKnowsTheModelOnly = classes()
            .that()
            .resideInAPackage(MEMORY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "javax.sql..", MEMORY, ROOT + ".model", "com.fasterxml.jackson..", "org.slf4j..");

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
    static final ArchRule camelStaysInFaceOperationAndTool = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, INTERNAL + "operation", INTERNAL + "tool")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule okHttpStaysInTheClient = noClasses()
            .that()
            .resideOutsideOfPackage(INTERNAL + "client")
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
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Executors");

    @ArchTest
    static final ArchRule typesAreFinalSealedOrAFace = classes()
            .that()
            .resideInAPackage(INTERNAL + "(*)")
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

    private static DescribedPredicate<JavaClass> residesIn(String... prefixes) {
        return new DescribedPredicate<>("reside in " + String.join(" or ", prefixes)) {
            @Override
            public boolean test(JavaClass type) {
                for (String prefix : prefixes) {
                    if (type.getPackageName().startsWith(prefix)) {
                        return true;
                    }
                }
                return false;
            }
        };
    }
}
