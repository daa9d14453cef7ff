// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.ReceivedRequest;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.EndpointServiceLocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where key, base URL, organization and project are looked for, and in which order. */
class KeyLookupTest {

    private final OpenAiSimulator openAi = OpenAiSimulator.start();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Map<String, String> environment = new HashMap<>();
    private final OpenAiComponent component = new OpenAiComponent(camel, environment::get);

    @BeforeEach
    void start() {
        environment.put("OPENAI_BASE_URL", openAi.baseUrl());
        camel.addComponent("openai", component);
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        openAi.close();
    }

    @Test
    void theOptionWinsOverTheEnvironment() {
        environment.put("OPENAI_API_KEY", "sk-wrong");

        assertThat(keySentBy("openai:embed?apiKey=" + openAi.apiKey())).isEqualTo(openAi.apiKey());
    }

    @Test
    void theEnvironmentWinsOverTheSystemProperty() {
        environment.put("OPENAI_API_KEY", openAi.apiKey());
        environment.put("openai.api.key", "sk-wrong");

        assertThat(keySentBy("openai:embed")).isEqualTo(openAi.apiKey());
    }

    @Test
    void theSystemPropertyIsTheLastPlace() {
        environment.put("OPENAI_API_KEY", " ");
        environment.put("openai.api.key", openAi.apiKey());

        assertThat(keySentBy("openai:embed")).isEqualTo(openAi.apiKey());
    }

    @Test
    void theComponentsKeyWinsOverTheEnvironment() {
        environment.put("OPENAI_API_KEY", "sk-wrong");
        component.getConfiguration().setApiKey(openAi.apiKey());

        assertThat(keySentBy("openai:embed")).isEqualTo(openAi.apiKey());
    }

    @Test
    void theLineBreakOfAKeyFileIsCut() {
        environment.put("OPENAI_API_KEY", openAi.apiKey() + "\n");

        assertThat(keySentBy("openai:embed")).isEqualTo(openAi.apiKey());
    }

    @Test
    void organizationAndProjectComeFromTheEnvironmentToo() {
        environment.put("OPENAI_API_KEY", openAi.apiKey());
        environment.put("OPENAI_ORG_ID", "org-1");
        environment.put("OPENAI_PROJECT_ID", "proj-1");

        ReceivedRequest request = sentBy("openai:embed?project=proj-2");

        assertThat(request.header("openai-organization")).hasValue("org-1");
        assertThat(request.header("openai-project")).hasValue("proj-2");
    }

    @Test
    void anotherServerNeedsNoKey() {
        component.getConfiguration().setMaxRetries(0);

        camel.createProducerTemplate()
                .request("openai:embed", e -> e.getMessage().setBody("hello"));

        assertThat(openAi.requests().get(0).header("authorization")).isEmpty();
    }

    @Test
    void theOfficialServerNeedsAKeyAndTheMessageNamesEveryPlace() {
        environment.remove("OPENAI_BASE_URL");

        assertThatThrownBy(() -> camel.getEndpoint("openai:chat").createProducer())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "https://api.openai.com/v1 needs an API key, and none was found: looked at the option apiKey"
                                + " (of the endpoint, then camel.component.openai.api-key), the environment variable"
                                + " OPENAI_API_KEY and the system property openai.api.key. For another server set baseUrl");
    }

    @Test
    void anAuthorizationHeaderOfYourOwnReplacesTheKey() throws Exception {
        environment.remove("OPENAI_BASE_URL");

        var endpoint = camel.getEndpoint("openai:chat?additionalHeader.Authorization=RAW(Bearer of good news)");

        assertThat(endpoint.createProducer()).isNotNull();
    }

    @Test
    void theServiceUrlIsWhereCallsGo() {
        assertThat(service("openai:chat").getServiceUrl()).isEqualTo(openAi.baseUrl());
        assertThat(service("openai:chat").getServiceProtocol()).isEqualTo("http");
        assertThat(service("openai:chat?baseUrl=HTTPS://a.example/v1").getServiceProtocol())
                .isEqualTo("https");
        assertThat(service("openai:chat?baseUrl=HTTPS://a.example/v1").getServiceUrl())
                .isEqualTo("HTTPS://a.example/v1");
    }

    @Test
    void theServiceUrlIsOpenAisWhereNothingElseIsSaid() {
        environment.remove("OPENAI_BASE_URL");

        assertThat(service("openai:chat").getServiceUrl()).isEqualTo("https://api.openai.com/v1");
        assertThat(service("openai:chat").getServiceProtocol()).isEqualTo("https");
    }

    @Test
    void aToolCallsNoService() {
        EndpointServiceLocation tool = service("openai:tool?name=a&description=d");

        assertThat(tool.getServiceUrl()).isNull();
        assertThat(tool.getServiceProtocol()).isNull();
    }

    private EndpointServiceLocation service(String uri) {
        return (EndpointServiceLocation) camel.getEndpoint(uri);
    }

    private String keySentBy(String uri) {
        return sentBy(uri).header("authorization").orElseThrow().replace("Bearer ", "");
    }

    private ReceivedRequest sentBy(String uri) {
        camel.createProducerTemplate().requestBody(uri, "hello");
        return openAi.requests().get(0);
    }
}
