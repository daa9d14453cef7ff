// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
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
    void aMessageMayComeFromTheClassPath() {
        bodyOf(call("openai:chat?developerMessage=resource:classpath:scenario/instructions.txt", "Hello"));

        assertThat(sent().at("/messages/0/content").asText()).isEqualTo("Be brief.\n");
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
}
