// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.test.OpenAiSimulator;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two jars that offer the scheme openai: chance decides, so somebody has to be told. */
@ExtendWith(NothingLeft.class)
class RivalComponentTest {

    private static final String SERVICE = "META-INF/services/org/apache/camel/component/openai";

    @Test
    void anotherJarThatOffersTheSchemeIsNamedInAWarning(@TempDir Path folder) throws Exception {
        Path service = folder.resolve(SERVICE);
        Files.createDirectories(service.getParent());
        Files.writeString(service, "# made by somebody else\nclass=org.example.OtherOpenAIComponent\n");

        List<ILoggingEvent> warnings = warningsOfAStart(folder);

        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).getFormattedMessage())
                .contains(
                        "2 jars offer the scheme openai",
                        "org.example.OtherOpenAIComponent in file:" + service,
                        OpenAiComponent.class.getName() + " in ",
                        "Remove one of them, or register this component under another name");
    }

    @Test
    void aloneItIsSilent(@TempDir Path folder) throws Exception {
        assertThat(warningsOfAStart(folder)).isEmpty();
    }

    @Test
    void underAnotherNameItWorksEvenWhenTheOtherJarComesFirst(@TempDir Path folder) throws Exception {
        Path services = folder.resolve("META-INF/services/org/apache/camel");
        write(services.resolve("component/openai"), "class=org.apache.camel.component.seda.SedaComponent");
        write(
                services.resolve("urifactory/openai-endpoint"),
                "class=org.apache.camel.component.seda.SedaEndpointUriFactory");
        write(
                services.resolve("configurer/openai-endpoint"),
                "class=org.apache.camel.component.seda.SedaEndpointConfigurer");
        write(
                services.resolve("configurer/openai-component"),
                "class=org.apache.camel.component.seda.SedaComponentConfigurer");

        try (OpenAiSimulator openAi = OpenAiSimulator.start();
                URLClassLoader loader = new FirstOfAll(folder);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.setApplicationContextClassLoader(loader);
            OpenAiComponent component = new OpenAiComponent();
            component.getConfiguration().setBaseUrl(openAi.baseUrl());
            component.getConfiguration().setApiKey(openAi.apiKey());
            camel.addComponent("gpt", component);
            camel.start();

            Object answer =
                    camel.createProducerTemplate().requestBody("gpt:chat?model=gpt-4o&temperature=0.5", "Hello");

            assertThat(answer).isEqualTo("You said: Hello");
            assertThat(openAi.requests().get(0).json().path("temperature").asDouble())
                    .isEqualTo(0.5);
        }
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** A class path on which this folder comes before everything else. */
    private static final class FirstOfAll extends URLClassLoader {
        FirstOfAll(Path folder) throws IOException {
            super(new URL[] {folder.toUri().toURL()}, RivalComponentTest.class.getClassLoader());
        }

        @Override
        public URL getResource(String name) {
            URL own = findResource(name);
            return own == null ? super.getResource(name) : own;
        }
    }

    private static List<ILoggingEvent> warningsOfAStart(Path folder) throws Exception {
        URL[] classPath = {folder.toUri().toURL()};
        try (CapturedLog log = CapturedLog.from(Level.WARN);
                URLClassLoader loader = new URLClassLoader(classPath, RivalComponentTest.class.getClassLoader());
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.setApplicationContextClassLoader(loader);
            camel.addComponent("gpt", new OpenAiComponent());
            camel.start();
            return log.events();
        }
    }
}
