// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.classmate.TypeResolver;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import dev.harrel.jsonschema.Validator;
import io.github.camelopenai.OpenAiComponent;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import okhttp3.OkHttpClient;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the component weighs with everything that it pulls in beyond Camel. */
@ExtendWith(NothingLeft.class)
class SizeTest {

    private static final long BUDGET = 6_000_000;

    /**
     * One class of each jar that we bring. Jackson itself is not among them: camel-jackson brings it. The annotations of Kotlin
     * are beside them; they have no class to load.
     */
    private static final List<Class<?>> OURS = List.of(
            OpenAiComponent.class,
            OkHttpClient.class,
            Okio.class,
            kotlin.Unit.class,
            Jdk8Module.class,
            JavaTimeModule.class,
            Validator.class,
            SchemaGenerator.class,
            JacksonModule.class,
            TypeResolver.class);

    @Test
    void weighsLessThanSixMegabytes() throws Exception {
        Set<Path> places = new TreeSet<>();
        for (Class<?> type : OURS) {
            places.add(Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*annotations-13.*jar"))
                .forEach(entry -> places.add(Path.of(entry)));

        long total = 0;
        for (Path place : places) {
            total += sizeOf(place);
        }

        assertThat(places).hasSizeGreaterThanOrEqualTo(OURS.size());
        assertThat(total).as("bytes in %s", places).isBetween(3_500_000L, BUDGET);
    }

    private static long sizeOf(Path place) throws IOException {
        return Files.isRegularFile(place) ? Files.size(place) : sizeAsJar(place);
    }

    /** Our own classes are not packed yet. */
    private static long sizeAsJar(Path folder) throws IOException {
        AtomicLong size = new AtomicLong();
        OutputStream counting = new OutputStream() {
            @Override
            public void write(int value) {
                size.incrementAndGet();
            }
        };
        try (ZipOutputStream jar = new ZipOutputStream(counting);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
        return size.get();
    }

    /** A new dependency has to be weighed above. */
    @Test
    void thePomAsksForNothingElse() throws Exception {
        NodeList dependencies = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile())
                .getElementsByTagName("dependency");

        Set<String> atRunTime = new TreeSet<>();
        for (int index = 0; index < dependencies.getLength(); index++) {
            Element dependency = (Element) dependencies.item(index);
            String scope = text(dependency, "scope");
            if (!scope.equals("test")
                    && !scope.equals("provided")
                    && !text(dependency, "optional").equals("true")) {
                atRunTime.add(text(dependency, "artifactId"));
            }
        }

        assertThat(atRunTime)
                .containsExactly(
                        "camel-jackson",
                        "camel-support",
                        "jackson-datatype-jdk8",
                        "jackson-datatype-jsr310",
                        "json-schema",
                        "jsonschema-generator",
                        "jsonschema-module-jackson",
                        "okhttp-jvm");
    }

    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }
}
