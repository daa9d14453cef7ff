// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.operation.OperationSettings;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Call the OpenAI API, or a server that speaks its protocol: chat, images, transcription, speech and embeddings, without
 * blocking and within the rate limits of the account.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "openai",
        title = "OpenAI",
        syntax = "openai:operation",
        category = {Category.AI},
        producerOnly = true,
        headersClass = OpenAiHeaders.class)
public class OpenAiEndpoint extends DefaultEndpoint implements AsyncEndpoint, EndpointServiceLocation {

    @UriPath(
            enums = "chat,image,transcribe,speech,embed",
            description =
                    "What to do: chat (messages in, the answer out), image (a prompt in, pictures out), transcribe (a"
                            + " recording in, its text out), speech (a text in, a recording out), embed (texts in, vectors out).")
    private final OpenAiOperation operation;

    @UriParam
    private OpenAiConfiguration configuration;

    OpenAiEndpoint(
            String uri, OpenAiComponent component, OpenAiOperation operation, OpenAiConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() throws Exception {
        Connection connection = Connection.of(configuration, getComponent().environment());
        OpenAiClient client = getComponent().client(connection, configuration);
        OpenAiRuntime runtime = getComponent().runtime();
        OperationSettings settings = new OperationSettings(
                operation.name(),
                configured(),
                runtime.models(),
                BodyProperties.parse(configuration.getAdditionalBodyProperty()),
                connection.isOfficial());
        return new OpenAiProducer(this, operation.create(client, settings), runtime.workers());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new IllegalArgumentException("openai:" + operation.name() + " can only be called, as in to(\"openai:"
                + operation.name() + "\"); it gives no messages of its own");
    }

    /** The values of the request options, read once: they do not change while the endpoint runs. */
    private Function<String, Object> configured() throws Exception {
        PropertyConfigurerGetter getter =
                (PropertyConfigurerGetter) getComponent().getEndpointPropertyConfigurer();
        Map<String, Object> values = new java.util.HashMap<>();
        for (String name : getComponent().endpointOptions()) {
            Object value = getter.getOptionValue(this, name, false);
            if (value != null) {
                values.put(
                        name,
                        value instanceof String text ? ResourceText.resolve(getCamelContext(), name, text) : value);
            }
        }
        return values::get;
    }

    @Override
    public OpenAiComponent getComponent() {
        return (OpenAiComponent) super.getComponent();
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public String getServiceUrl() {
        return configuration.getBaseUrl() == null ? Connection.OFFICIAL : configuration.getBaseUrl();
    }

    @Override
    public String getServiceProtocol() {
        return "https";
    }

    /** What the endpoint does. */
    public OpenAiOperation getOperation() {
        return operation;
    }

    public OpenAiConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(OpenAiConfiguration configuration) {
        this.configuration = configuration;
    }
}
