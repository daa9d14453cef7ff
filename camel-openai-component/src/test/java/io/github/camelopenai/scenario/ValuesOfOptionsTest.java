// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.spi.PropertyConfigurer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are not of the kind of their option: Camel makes 0 of them, so that retries would be off without a word. */
class ValuesOfOptionsTest extends Scenario {

    @ParameterizedTest
    @CsvSource({
        "maxRetries, 3x, a whole number",
        "maxTokens, 1.5, a whole number",
        "seed, abc, a whole number",
        "topLogprobs, x, a whole number",
        "proxyPort, 80a, a whole number",
        "requestsPerMinute, 5oo, a whole number",
        "maxHistoryMessages, '', a whole number",
        "laneWeight, much, a number",
        "temperature, hot, a number",
        "streaming, perhaps, true or false",
        "logprobs, yes, true or false",
        "learnLimits, 1, true or false",
        "requestTimeout, soon, a time such as 500 or 30s",
        // Camel makes 0 of a text without the letter of a unit.
        "retryTimeout, abc, a time such as 500 or 30s",
        "queueTimeout, never, a time such as 500 or 30s",
        "connectTimeout, 10x, a time such as 500 or 30s",
        "retryMaxDelay, 5s3, a time such as 500 or 30s",
        "requestTimeout, s, a time such as 500 or 30s"
    })
    void aTextThatIsNoNumberIsRefusedAtStart(String option, String value, String kind) {
        String complaint = option + " must be " + kind + " but was '" + value + "'; correct or remove it";

        assertThatThrownBy(() -> camel.getEndpoint("openai:chat?" + option + "=" + value))
                .hasStackTraceContaining(complaint);
        assertThatThrownBy(() -> ofComponent(option, value)).hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({"5s, 5000", "500, 500", "PT2S, 2000", "1h30m, 5400000", "1s500ms, 1500"})
    void timesAreTaken(String text, long millis) {
        ofComponent("requestTimeout", text);

        assertThat(component.getConfiguration().getRequestTimeout()).isEqualTo(millis);
    }

    @Test
    void numbersAreTaken() {
        ofComponent("maxRetries", "3");
        ofComponent("temperature", "0.5");

        assertThat(component.getConfiguration().getMaxRetries()).isEqualTo(3);
        assertThat(component.getConfiguration().getTemperature()).isEqualTo(0.5);
    }

    @Test
    void theComponentTakesHeadersAsOneJsonObject() {
        ofComponent("additionalHeader", "{\"X-Gateway-Key\":\"k1\"}");
        ofComponent("additionalBodyProperty", "{\"a-b\":{\"c\":1}}");

        assertThat(component.getConfiguration().getAdditionalHeader()).isEqualTo(Map.of("X-Gateway-Key", "k1"));
        assertThat(component.getConfiguration().getAdditionalBodyProperty()).containsKey("a-b");
        assertThatThrownBy(() -> ofComponent("additionalHeader", "{\"X-Gateway-Key\":\"secret"))
                .hasMessageContaining("additionalHeader must be a JSON object")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({"http://proxy:8080", "proxy:8080", "me:secret@proxy"})
    void aProxyIsTheNameOfAHost(String host) {
        component.getConfiguration().setProxyHost(host);

        assertThatThrownBy(() -> camel.getEndpoint("openai:chat").createAsyncProducer())
                .hasMessageContaining("proxyHost must be the name or address of a host, such as proxy.example.com")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({"proxy.example.com", "10.0.0.1", "[::1]", "fe80::1"})
    void anAddressIsAHost(String host) throws Exception {
        component.getConfiguration().setProxyHost(host);

        assertThat(camel.getEndpoint("openai:chat").createAsyncProducer()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"RAW(http://h/v1?api-key=SECRET123)", "http%3A%2F%2Fh%2Fv1%3Fapi-key%3DSECRET123"})
    void theQueryOfABaseUrlIsRefusedAndNotShown(String baseUrl) {
        assertThatThrownBy(() -> template.requestBody("openai:chat?baseUrl=" + baseUrl, "hello"))
                .hasStackTraceContaining("baseUrl must be a scheme, a host, and a path such as /v1")
                .satisfies(failure -> assertThat(textOf(failure)).doesNotContain("SECRET123"));
    }

    private static String textOf(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }

    private void ofComponent(String option, String value) {
        PropertyConfigurer configurer = component.getComponentPropertyConfigurer();
        configurer.configure(camel, component, option, value, true);
    }
}
