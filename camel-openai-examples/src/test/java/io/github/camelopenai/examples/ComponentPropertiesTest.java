// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.OpenAiConfiguration;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** The properties file that the guide shows does what it says. */
class ComponentPropertiesTest {

    @Test
    void propertiesReachTheComponent() {
        Main main = new Main();
        main.setPropertyPlaceholderLocations("classpath:docs/component.properties");
        try {
            main.start();

            OpenAiComponent component = main.getCamelContext().getComponent("openai", OpenAiComponent.class);
            OpenAiConfiguration options = component.getConfiguration();
            assertThat(component.getChatModel()).isEqualTo("gpt-4o-mini");
            assertThat(component.getEmbedModel()).isEqualTo("text-embedding-3-small");
            assertThat(options.getBaseUrl()).isEqualTo("https://gateway.example.com/v1");
            assertThat(options.getTier()).isEqualTo("tier1");
            assertThat(options.getQueueTimeout())
                    .isEqualTo(Duration.ofMinutes(10).toMillis());
            assertThat(options.getMaxRetries()).isEqualTo(3);
            assertThat(options.getMaxConcurrentRequests()).isEqualTo(64);
        } finally {
            main.stop();
        }
    }
}
