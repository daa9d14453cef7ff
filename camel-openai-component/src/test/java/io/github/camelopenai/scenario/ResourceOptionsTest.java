// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.OpenAiHeaders;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long texts that live in files. */
class ResourceOptionsTest extends Scenario {

    @Test
    void aMessageMayComeFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("instructions.txt"), "Be brief – très bref.");

        bodyOf(call("openai:chat?systemMessage=resource:file:" + file, "Hello"));

        assertThat(sent().at("/messages/0/content").asText()).isEqualTo("Be brief – très bref.");
    }

    @Test
    void aMessageMayComeFromTheClassPath(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("instructions.txt"), "Be brief.");
        try (URLClassLoader classPath =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            camel.setApplicationContextClassLoader(classPath);

            bodyOf(call("openai:chat?developerMessage=resource:classpath:instructions.txt", "Hello"));

            assertThat(sent().at("/messages/0/content").asText()).isEqualTo("Be brief.");
        }
    }

    @Test
    void aFileThatIsMissingFailsAtStart() {
        RouteBuilder routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:chat").to("openai:chat?systemMessage=resource:classpath:no-such.txt");
            }
        };

        assertThatThrownBy(() -> routes(routes))
                .rootCause()
                .hasMessage("systemMessage names the resource classpath:no-such.txt, which cannot be read; correct the"
                        + " path, or the class path");
    }

    @Test
    void theComponentsMessageMayBeAResourceToo(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("instructions.txt"), "Be brief.");
        component.getConfiguration().setSystemMessage("resource:file:" + file);

        bodyOf(call("openai:chat", "Hello"));

        assertThat(sent().at("/messages/0/content").asText()).isEqualTo("Be brief.");
    }

    /** A message may come from a stranger; it must not read our files. */
    @Test
    void aHeaderIsNeverReadAsAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret.txt"), "the secret");

        bodyOf(call(
                "openai:chat", "resource:file:" + file, Map.of(OpenAiHeaders.SYSTEM_MESSAGE, "resource:file:" + file)));

        assertThat(sent().at("/messages/0/content").asText()).isEqualTo("resource:file:" + file);
        assertThat(sent().at("/messages/1/content").asText()).isEqualTo("resource:file:" + file);
    }
}
