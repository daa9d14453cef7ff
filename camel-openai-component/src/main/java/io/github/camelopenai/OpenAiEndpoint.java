// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.operation.Operation;
import io.github.camelopenai.internal.operation.OperationSettings;
import io.github.camelopenai.internal.option.ValueRules;
import io.github.camelopenai.internal.setup.BodyProperties;
import io.github.camelopenai.internal.setup.ResourceText;
import io.github.camelopenai.internal.tool.ToolOptions;
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
        headersClass = OpenAiHeaders.class)
public class OpenAiEndpoint extends DefaultEndpoint implements AsyncEndpoint, EndpointServiceLocation {

    @UriPath(
            enums = "chat,image,transcribe,speech,embed,tool",
            description =
                    "What to do: chat (messages in, the answer out), image (a prompt in, pictures out), transcribe (a"
                            + " recording in, its text out), speech (a text in, a recording out), embed (texts in, vectors out), tool (in"
                            + " from: a route that the model may call).")
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
        if (operation == OpenAiOperation.tool) {
            throw new IllegalArgumentException("openai:tool begins a route that a model may call, as in"
                    + " from(\"openai:tool?name=…\"); to let a model call it, use to(\"openai:chat?tools=NAME\")");
        }
        return new OpenAiProducer(this, serving());
    }

    /** The services of the component for calls of this endpoint, until it stops. */
    OpenAiProducer.Serving serving() throws Exception {
        Function<String, Object> configured = configured();
        ValueRules.ofConnection()
                .check(configured, "set it in the URI or on the component"); // before anything is built from them
        OpenAiRuntime runtime = getComponent().runtime(); // before the client, to detect one that ends in between
        Connection connection = Connection.of(configuration, getComponent().environment());
        OpenAiClient client = getComponent().client(connection, configuration);
        OperationSettings settings = new OperationSettings(
                operation.name(),
                OpenAiOperation.requestOptionsOfAll(),
                configured,
                runtime.models(),
                BodyProperties.parse(configuration.getAdditionalBodyProperty()),
                connection.isOfficial(),
                runtime.tools());
        Operation made = operation.create(client, settings);
        made.check(getCamelContext());
        return new OpenAiProducer.Serving(made, runtime);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != OpenAiOperation.tool) {
            throw new IllegalArgumentException("openai:" + operation.name() + " can only be called, as in to(\"openai:"
                    + operation.name() + "\"); a route cannot begin with it");
        }
        OpenAiToolConsumer consumer =
                new OpenAiToolConsumer(this, processor, toolOptions().define(getCamelContext()));
        configureConsumer(consumer);
        return consumer;
    }

    private ToolOptions toolOptions() {
        String schema = configuration.getJsonSchema();
        return new ToolOptions(
                configuration.getName(),
                configuration.getDescription(),
                configuration.getParameter(),
                configuration.getRequired(),
                configuration.getTags(),
                configuration.getArgumentClass(),
                schema == null ? null : ResourceText.resolve(getCamelContext(), "jsonSchema", schema),
                configuration.getStrict());
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
        if (operation == OpenAiOperation.tool) {
            return null; // it makes no calls
        }
        return Connection.baseUrl(configuration, getComponent().environment());
    }

    @Override
    public String getServiceProtocol() {
        String url = getServiceUrl();
        return url == null ? null : url.regionMatches(true, 0, "http:", 0, 5) ? "http" : "https";
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
