// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.client.HttpStack;
import io.github.camelopenai.internal.client.ModelCatalog;
import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.model.QuotaLevel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.PropertiesHelper;

/**
 * The component {@code openai}. It owns what its endpoints share: the options, one HTTP client, the quota queues, and the
 * threads.
 */
@ManagedResource(description = "OpenAI component")
@Component("openai")
public class OpenAiComponent extends DefaultComponent implements SSLContextParametersAware {

    @Metadata
    private OpenAiConfiguration configuration = new OpenAiConfiguration();

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "An OkHttpClient of your own, for its interceptors, connection pool, DNS and the like. Its"
                    + " dispatcher is not used: all waiting happens in the quota queue.")
    private OkHttpClient httpClient;

    @Metadata(
            label = "advanced",
            description =
                    "A JSON file (classpath:x or file:x) that is laid over the built-in facts about models: default"
                            + " models, tiers, names that a family uses, end dates.")
    private String modelCatalog;

    @Metadata(label = "security", description = "Whether to use the TLS settings of the Camel context.")
    private boolean useGlobalSslContextParameters;

    private final UnaryOperator<String> environment;
    private final OpenAiRuntime.Clock clock;
    private OpenAiRuntime runtime;
    private volatile Set<String> endpointOptions;

    /** For Camel, which finds the component by its scheme. */
    public OpenAiComponent() {
        this((CamelContext) null);
    }

    /** For code that registers the component itself, perhaps under another name. */
    public OpenAiComponent(CamelContext context) {
        this(context, name -> name.indexOf('.') < 0 ? System.getenv(name) : System.getProperty(name));
    }

    OpenAiComponent(CamelContext context, UnaryOperator<String> environment) {
        this(context, environment, OpenAiRuntime.Clock.SYSTEM);
    }

    OpenAiComponent(CamelContext context, UnaryOperator<String> environment, OpenAiRuntime.Clock clock) {
        super(context);
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        OpenAiOperation operation = OptionNames.operation(remaining);
        OptionNames.check(operation, parameters.keySet(), endpointOptions());
        OpenAiConfiguration own = configuration.copy();
        own.getAdditionalHeader().putAll(PropertiesHelper.extractProperties(parameters, "additionalHeader."));
        own.getAdditionalBodyProperty()
                .putAll(PropertiesHelper.extractProperties(parameters, "additionalBodyProperty."));
        own.getParameter().putAll(PropertiesHelper.extractProperties(parameters, "parameter."));
        OpenAiEndpoint endpoint = new OpenAiEndpoint(MaskedUri.of(uri), this, operation, own);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        RivalComponents.warn(getCamelContext());
    }

    @Override
    protected void doStop() throws Exception {
        OpenAiRuntime ending;
        synchronized (this) {
            ending = runtime;
            runtime = null;
        }
        if (ending != null) {
            end(ending);
        }
        super.doStop();
    }

    /** Camel's consumers would log each exchange that ends now with a stack trace; the runtime says it once for all. */
    private void end(OpenAiRuntime ending) {
        ShutdownStrategy strategy = getCamelContext().getShutdownStrategy();
        boolean usual = strategy.isSuppressLoggingOnTimeout();
        strategy.setSuppressLoggingOnTimeout(usual || ending.isBusy());
        try {
            ending.close();
        } finally {
            strategy.setSuppressLoggingOnTimeout(usual);
        }
    }

    /** Made when the first endpoint needs it. */
    synchronized OpenAiRuntime runtime() {
        if (runtime == null) {
            Threads threads = Threads.of(getCamelContext().getExecutorServiceManager(), this);
            runtime = new OpenAiRuntime(threads, HttpStack.create(httpClient, clock.ticker()), catalog(), clock);
        }
        return runtime;
    }

    OpenAiClient client(Connection connection, OpenAiConfiguration options) throws Exception {
        Network network = new Network(getCamelContext(), retrieveGlobalSslContextParameters());
        return runtime().client(connection, options, network);
    }

    /** The names of all options of an endpoint, whatever its operation. */
    Set<String> endpointOptions() {
        if (endpointOptions == null) {
            endpointOptions = Generated.create(getCamelContext(), "OpenAiEndpointUriFactory", EndpointUriFactory.class)
                    .propertyNames();
        }
        return endpointOptions;
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return Generated.create(getCamelContext(), "OpenAiComponentConfigurer", PropertyConfigurer.class);
    }

    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return Generated.create(getCamelContext(), "OpenAiEndpointConfigurer", PropertyConfigurer.class);
    }

    UnaryOperator<String> environment() {
        return environment;
    }

    private ModelCatalog catalog() {
        ModelCatalog builtIn = ModelCatalog.builtIn();
        if (modelCatalog == null) {
            return builtIn;
        }
        Resource resource = PluginHelper.getResourceLoader(getCamelContext()).resolveResource(modelCatalog);
        if (!resource.exists()) {
            throw new IllegalArgumentException(
                    "modelCatalog=" + modelCatalog + " does not exist; correct the path, or the class path");
        }
        try (InputStream overlay = resource.getInputStream()) {
            return builtIn.overlaidWith(overlay);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "modelCatalog=" + modelCatalog + " cannot be read as a JSON object: " + e.getMessage(), e);
        }
    }

    /** How much quota is left for each account and model that has been used, as far as this component knows. */
    public List<QuotaLevel> quotaLevels() {
        OpenAiRuntime current;
        synchronized (this) {
            current = runtime;
        }
        return current == null
                ? List.of()
                : current.quotas().stream().map(QuotaReport::level).toList();
    }

    /** The same as text, a paragraph for each account and model. */
    @ManagedOperation(description = "Limits, levels, lanes and waits for each account and model that has been used")
    public String quotas() {
        return QuotaReport.text(quotaLevels());
    }

    /** Calls that wait for quota, over all accounts and models. */
    @ManagedAttribute(description = "Calls that wait for quota")
    public int getQueuedCalls() {
        return quotaLevels().stream().mapToInt(QuotaLevel::queued).sum();
    }

    /** Calls on their way, over all accounts and models. */
    @ManagedAttribute(description = "Calls on their way")
    public int getInFlightCalls() {
        return quotaLevels().stream().mapToInt(QuotaLevel::inFlight).sum();
    }

    /** Whether a store of a shared quota could not be reached when it was last asked. */
    @ManagedAttribute(description = "Whether the store of a shared quota could not be reached when it was last asked")
    public boolean isQuotaStoreFailing() {
        return quotaLevels().stream().anyMatch(QuotaLevel::storeFailing);
    }

    public OpenAiConfiguration getConfiguration() {
        return configuration;
    }

    /** Options that all endpoints begin with. */
    public void setConfiguration(OpenAiConfiguration configuration) {
        this.configuration = configuration;
    }

    public OkHttpClient getHttpClient() {
        return httpClient;
    }

    public void setHttpClient(OkHttpClient httpClient) {
        this.httpClient = httpClient;
    }

    public String getModelCatalog() {
        return modelCatalog;
    }

    public void setModelCatalog(String modelCatalog) {
        this.modelCatalog = modelCatalog;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
