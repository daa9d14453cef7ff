// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.catalog.CatalogFile;
import io.github.camelopenai.internal.catalog.ModelCatalog;
import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.client.http.HttpStack;
import io.github.camelopenai.internal.setup.MaskedUri;
import io.github.camelopenai.internal.thread.Threads;
import io.github.camelopenai.model.QuotaLevel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

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

    @Metadata(description = "The model of openai:chat where the endpoint names none.")
    private String chatModel;

    @Metadata(description = "The model of openai:image where the endpoint names none.")
    private String imageModel;

    @Metadata(description = "The model of openai:transcribe where the endpoint names none.")
    private String transcribeModel;

    @Metadata(description = "The model of openai:speech where the endpoint names none.")
    private String speechModel;

    @Metadata(description = "The model of openai:embed where the endpoint names none.")
    private String embedModel;

    private final UnaryOperator<String> environment;
    private final OpenAiRuntime.Clock clock;
    private Threads threads; // guarded by this
    private OpenAiRuntime runtime;
    private ModelCatalog catalog; // guarded by this
    private volatile Set<String> endpointOptions;
    private boolean namesRestored; // guarded by this
    private boolean wasStarted; // guarded by this
    private volatile boolean stopped;

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
        restoreNames();
        OpenAiConfiguration own = configuration.copy();
        own.setModel(modelOf(operation));
        own.getAdditionalHeader().putAll(named(operation, "additionalHeader", parameters));
        own.getAdditionalBodyProperty().putAll(named(operation, "additionalBodyProperty", parameters));
        own.getParameter().putAll(named(operation, "parameter", parameters));
        OpenAiEndpoint endpoint = new OpenAiEndpoint(MaskedUri.of(uri), this, operation, own);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private Map<String, Object> named(OpenAiOperation operation, String option, Map<String, Object> parameters) {
        return NamedValues.take(getCamelContext(), operation, option, parameters);
    }

    /** Runs once, with the first endpoint: camel-main sets the options before. */
    private synchronized void restoreNames() {
        if (!namesRestored) {
            namesRestored = true;
            DashedNames.restore(getCamelContext(), configuration);
        }
    }

    /** The model of a new endpoint: the model for its operation, else the common model if it may fit the operation. */
    private String modelOf(OpenAiOperation operation) {
        String own =
                switch (operation) {
                    case chat -> chatModel;
                    case image -> imageModel;
                    case transcribe -> transcribeModel;
                    case speech -> speechModel;
                    case embed -> embedModel;
                    case tool -> null;
                };
        String common = configuration.getModel();
        if (own != null || common == null || operation == OpenAiOperation.chat) {
            return own != null ? own : common;
        }
        // A model that is not in the catalog may be a compatible server's only model, which does everything.
        String kind = catalog().operationOf(common).orElse(operation.name());
        return kind.equals(operation.name()) ? common : null;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        stopped = false; // Camel calls this before each start
        CheckedConfigurer.of(getComponentPropertyConfigurer()).checkAll(this);
        RivalComponents.warn(getCamelContext());
    }

    /** Makes the thread pools while the context starts, or appears to start: Camel registers their MBeans only then. */
    @Override
    protected synchronized void doStart() throws Exception {
        super.doStart();
        boolean again = getCamelContext().isStarted() && wasStarted;
        wasStarted = true;
        if (!again) {
            threads();
            return;
        }
        ExtendedCamelContext context = getCamelContext().getCamelContextExtension();
        boolean settingUp = context.isSetupRoutes();
        context.setupRoutes(false); // marks this thread as starting the context; pools made now get MBeans
        try {
            threads();
        } finally {
            context.setupRoutes(!settingUp);
        }
    }

    @Override
    protected void doStop() throws Exception {
        OpenAiRuntime ending;
        Threads unused;
        synchronized (this) {
            stopped = true;
            ending = runtime;
            unused = ending == null ? threads : null;
            runtime = null;
            threads = null;
            catalog = null;
        }
        if (ending != null) {
            ending.end(getCamelContext());
        } else if (unused != null) {
            unused.close();
        }
        super.doStop();
    }

    /** Made when the first endpoint needs it. */
    synchronized OpenAiRuntime runtime() {
        if (stopped) {
            throw new IllegalStateException("the component openai is stopped; start it before it is used");
        }
        if (runtime == null) {
            runtime = new OpenAiRuntime(threads(), HttpStack.create(httpClient, clock.ticker()), catalog(), clock);
        }
        return runtime;
    }

    /** Whether it is stopped and has not been started again. */
    boolean hasStopped() {
        return stopped;
    }

    private Threads threads() {
        if (threads == null) {
            threads = Threads.of(getCamelContext().getExecutorServiceManager(), this);
        }
        return threads;
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
        return CheckedConfigurer.of(
                Generated.create(getCamelContext(), "OpenAiComponentConfigurer", PropertyConfigurer.class));
    }

    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return CheckedConfigurer.of(
                Generated.create(getCamelContext(), "OpenAiEndpointConfigurer", PropertyConfigurer.class));
    }

    UnaryOperator<String> environment() {
        return environment;
    }

    private synchronized ModelCatalog catalog() {
        if (catalog == null) {
            catalog = CatalogFile.over(ModelCatalog.builtIn(), modelCatalog, getCamelContext());
        }
        return catalog;
    }

    /** How much quota is left for each account and model in use, as far as this component knows. */
    public List<QuotaLevel> quotaLevels() {
        OpenAiRuntime current;
        synchronized (this) {
            current = runtime;
        }
        return current == null ? List.of() : current.quotas();
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

    /** Calls in flight, over all accounts and models. */
    @ManagedAttribute(description = "Calls on their way")
    public int getInFlightCalls() {
        return quotaLevels().stream().mapToInt(QuotaLevel::inFlight).sum();
    }

    /** Whether a store of a shared quota could not be reached at the last access. */
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

    public String getChatModel() {
        return chatModel;
    }

    public void setChatModel(String chatModel) {
        this.chatModel = chatModel;
    }

    public String getImageModel() {
        return imageModel;
    }

    public void setImageModel(String imageModel) {
        this.imageModel = imageModel;
    }

    public String getTranscribeModel() {
        return transcribeModel;
    }

    public void setTranscribeModel(String transcribeModel) {
        this.transcribeModel = transcribeModel;
    }

    public String getSpeechModel() {
        return speechModel;
    }

    public void setSpeechModel(String speechModel) {
        this.speechModel = speechModel;
    }

    public String getEmbedModel() {
        return embedModel;
    }

    public void setEmbedModel(String embedModel) {
        this.embedModel = embedModel;
    }
}
