// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.option.Defaults;
import io.github.camelopenai.memory.ChatMemory;
import io.github.camelopenai.quota.QuotaStore;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * All options, of the component and of its endpoints. The description of each is on its annotation, from which the
 * catalog, the tables of the guide and the completion of an editor are made. What is null is not sent.
 */
@UriParams
public class OpenAiConfiguration implements Cloneable {

    @UriParam(
            label = "security",
            secret = true,
            description =
                    "The API key. Without it the environment variable OPENAI_API_KEY and then the system property openai.api.key are looked at. Needed at the official base URL, optional elsewhere.")
    private String apiKey;

    @UriParam(
            description =
                    "The organization to charge, for keys that belong to several. Without it the environment variable OPENAI_ORG_ID is looked at.")
    private String organization;

    @UriParam(
            description = "The project to charge. Without it the environment variable OPENAI_PROJECT_ID is looked at.")
    private String project;

    @UriParam(
            defaultValue = "https://api.openai.com/v1",
            description =
                    "Where the API is, with its version: any server that speaks the protocol. Without it the environment variable OPENAI_BASE_URL is looked at.")
    private String baseUrl;

    @UriParam(
            label = "advanced",
            defaultValue = "10000",
            javaType = "java.time.Duration",
            description = "How long to wait for a connection.")
    private long connectTimeout = 10_000L;

    @UriParam(
            label = "advanced",
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "How long one attempt may take as a whole; for speech, until its first byte.")
    private long requestTimeout = 600_000L;

    @UriParam(
            label = "advanced",
            defaultValue = "300000",
            javaType = "java.time.Duration",
            description =
                    "The longest silence within a body that the route reads while the server still sends, as in speech.")
    private long streamIdleTimeout = 300_000L;

    @UriParam(label = "security", description = "TLS settings: trusted certificates, client certificate, protocols.")
    private SSLContextParameters sslContextParameters;

    @UriParam(label = "proxy", description = "Host name of an HTTP proxy.")
    private String proxyHost;

    @UriParam(label = "proxy", defaultValue = "8080", description = "Port of the HTTP proxy.")
    private int proxyPort = 8080;

    @UriParam(label = "proxy", description = "User name for the proxy.")
    private String proxyUsername;

    @UriParam(label = "proxy", secret = true, description = "Password for the proxy.")
    private String proxyPassword;

    @UriParam(
            label = "advanced",
            secret = true,
            prefix = "additionalHeader.",
            multiValue = true,
            description =
                    "HTTP headers to send with every request, by name, as in additionalHeader.X-Team=blue; they replace ours of the same name. In properties of Camel Main a name with a dash stands in square brackets behind additional-header; under the parameters of a YAML route write one JSON object, as Camel takes dashes out of names there.")
    private Map<String, Object> additionalHeader = new LinkedHashMap<>();

    @UriParam(
            label = "advanced",
            prefix = "additionalBodyProperty.",
            multiValue = true,
            description =
                    "Fields to add to the JSON of every request, by name, merged last; a value that parses as JSON is sent as JSON. Names with dashes: as in additionalHeader.")
    private Map<String, Object> additionalBodyProperty = new LinkedHashMap<>();

    @UriParam(
            label = "quota",
            description =
                    "The rate-limit tier of the account: free, tier1, tier2, or one that modelCatalog defines. Calls wait here rather than be rejected there.")
    private String tier;

    @UriParam(label = "quota", description = "Requests per minute that the account allows; overrides the tier.")
    private Long requestsPerMinute;

    @UriParam(label = "quota", description = "Tokens per minute that the account allows; overrides the tier.")
    private Long tokensPerMinute;

    @UriParam(
            label = "quota",
            defaultValue = "true",
            description =
                    "Whether limits are learned from the server's headers. They lower what requestsPerMinute and tokensPerMinute say, lower and raise what the tier says, and stand alone where neither is set.")
    private boolean learnLimits = true;

    @UriParam(
            label = "quota",
            defaultValue = "default",
            description =
                    "The lane in which calls wait for quota. Lanes share it by weight, so that an interactive route is not stuck behind a backlog; within a lane calls leave in the order of arrival.")
    private String lane;

    @UriParam(
            label = "quota",
            defaultValue = "1",
            description =
                    "The lane's share of the quota relative to other lanes, above 0. It counts only while there is not enough for all.")
    private double laneWeight = 1;

    @UriParam(
            label = "quota",
            defaultValue = "256",
            description = "Calls in flight at once, for each account and model.")
    private int maxConcurrentRequests = 256;

    @UriParam(
            label = "quota",
            defaultValue = "10000",
            description = "Calls that may wait for quota, for each account, model and lane.")
    private int maxQueued = 10_000;

    @UriParam(
            label = "quota",
            defaultValue = "block",
            enums = "block,fail",
            description =
                    "What a call does that finds the queue full. block: its caller waits for room, so that the source is read no faster than calls leave. fail: the call fails at once; choose it for routes that serve HTTP requests. An event loop is never blocked; its call fails.")
    private String whenQueueFull = "block";

    @UriParam(
            label = "quota",
            defaultValue = "3600000",
            javaType = "java.time.Duration",
            description =
                    "How long a call may wait for quota, and for room in a full queue. A call fails when that time has passed, or at once when it is known that it would wait more than twice as long; the exception says the wait.")
    private long queueTimeout = 3_600_000L;

    @UriParam(
            label = "quota,advanced",
            description =
                    "A bean that keeps the quota for several processes, such as Bucket4jQuotaStore over Redis. Unset: this process has the limits for itself.")
    private QuotaStore quotaStore;

    @UriParam(
            label = "quota,advanced",
            defaultValue = "share",
            enums = "share,open,closed",
            description =
                    "What happens while the quota store cannot be reached: share keeps to 90 percent of the limit divided by the last known number of members, open keeps to the whole limit, closed sends nothing.")
    private String storeFailure = "share";

    @UriParam(
            label = "retry",
            defaultValue = "5",
            description =
                    "Attempts after the first, for failures that may pass: 408, 409, 5xx, connections and time-outs. A rejection for the rate is no attempt: it waits and comes back until retryTimeout. 0 switches both off.")
    private int maxRetries = 5;

    @UriParam(
            label = "retry",
            defaultValue = "500",
            javaType = "java.time.Duration",
            description =
                    "Upper bound of the first backoff; it doubles with each attempt, and the wait is a random part of it.")
    private long retryInitialDelay = 500L;

    @UriParam(
            label = "retry",
            defaultValue = "60000",
            javaType = "java.time.Duration",
            description = "Upper bound of every backoff. A longer wait that the server asks for is respected.")
    private long retryMaxDelay = 60_000L;

    @UriParam(
            label = "retry",
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description =
                    "From the first failure of a call to the begin of its last attempt. Waits for quota count too.")
    private long retryTimeout = 600_000L;

    @UriParam(
            description =
                    "The model. Any id is sent as it is. On the component it is the model of openai:chat, and of another operation unless the catalog knows that it belongs to a different one; chatModel, imageModel, transcribeModel, speechModel and embedModel are for one operation. Without it the default of the operation: gpt-5.2 for chat, gpt-image-2 for image, whisper-1 for transcribe, gpt-4o-mini-tts for speech, text-embedding-3-large for embed.")
    private String model;

    @UriParam(
            label = "chat,image,embed",
            description =
                    "Identifies the end user; OpenAI prefers safetyIdentifier now. The API has no such field for transcribe and speech, which do not send it.")
    private String user;

    @UriParam(
            label = "chat",
            description =
                    "A stable, hashed identifier of the end user, at most 64 characters. The API knows it for chat only; other operations do not send it.")
    private String safetyIdentifier;

    @UriParam(
            defaultValue = "false",
            description = "Whether to keep the raw JSON of the answer in exchange property CamelOpenAIResponse.")
    private boolean storeFullResponse;

    @UriParam(
            label = "advanced",
            defaultValue = "warn",
            enums = "warn,fail,ignore",
            description =
                    "What happens to a header that begins with CamelOpenAI and that the operation does not read, such as a misspelt one, one that begins with CAMEL or one that headerOptions closes: warn once for each name, fail the exchange before anything is sent, or ignore it.")
    private String unknownHeaders = "warn";

    @UriParam(
            label = "advanced",
            defaultValue = "512MiB",
            description =
                    "The most bytes that an answer may have, unpacked: a whole one, a stream over all of its events, a recording. At least 1; as bytes, or with KB, KiB, MB, MiB, GB or GiB behind the number. An answer that is larger ends its exchange with an OpenAiResponseException, closes the connection and is not asked for again.")
    private String maxResponseSize = "512MiB";

    @UriParam(
            label = "security",
            defaultValue = "all",
            description =
                    "Which options the headers of a message may set: all, none, or names of options or headers with commas between them, such as temperature,CamelOpenAIModel. Any other header is not read, and unknownHeaders says what happens then. Close what people outside could send.")
    private String headerOptions = "all";

    @UriParam(
            label = "chat,transcribe",
            description =
                    "Sampling temperature: 0 to 2 for chat, 0 to 1 for transcribe. Unset is not sent; reasoning models refuse it.")
    private Double temperature;

    @UriParam(
            label = "chat,image",
            description = "How many answers or images to make. More than one gives a List as the body.")
    private Integer n;

    @UriParam(
            label = "chat,image,transcribe,speech",
            description =
                    "The form of the answer. chat: text, json_object. image: url, b64_json. transcribe: json, text, srt, vtt, verbose_json, diarized_json. speech: mp3, opus, aac, flac, wav, pcm.")
    private String responseFormat;

    @UriParam(
            label = "chat",
            description =
                    "The system message; resource:classpath:x and resource:file:x read a file. Left out where the body brings a system message of its own.")
    private String systemMessage;

    @UriParam(
            label = "chat",
            description = "The developer message, for models that prefer it to a system message; resource: as there.")
    private String developerMessage;

    @UriParam(
            label = "chat",
            description =
                    "The prompt when the body is empty, and beside a body that is an image, recording or PDF; resource: as in systemMessage. A text in the body is the prompt itself, unless header CamelOpenAIUserMessage is set.")
    private String userMessage;

    @UriParam(label = "chat", description = "Nucleus sampling: only tokens within this probability mass, 0 to 1.")
    private Double topP;

    @UriParam(
            label = "chat",
            description =
                    "The most tokens to generate, hidden reasoning included. It travels under the name that the model family wants.")
    private Integer maxTokens;

    @UriParam(label = "chat", description = "Up to four texts that end the answer, comma-separated.")
    private String stop;

    @UriParam(label = "chat", description = "Penalty for tokens that have appeared, -2 to 2.")
    private Double presencePenalty;

    @UriParam(label = "chat", description = "Penalty for tokens by how often they have appeared, -2 to 2.")
    private Double frequencyPenalty;

    @UriParam(label = "chat", description = "Asks for repeatable sampling; best effort, deprecated by OpenAI.")
    private Long seed;

    @UriParam(label = "chat", description = "Whether to return log probabilities; read them with storeFullResponse.")
    private Boolean logprobs;

    @UriParam(label = "chat", description = "How many log probabilities for each token, 0 to 20; needs logprobs.")
    private Integer topLogprobs;

    @UriParam(
            label = "chat",
            description =
                    "How hard a reasoning model thinks: none, minimal, low, medium, high, xhigh, max; each model takes some of them.")
    private String reasoningEffort;

    @UriParam(label = "chat", description = "How long the answer should be: low, medium, high.")
    private String verbosity;

    @UriParam(label = "chat", description = "The service tier: auto, default, flex, priority.")
    private String serviceTier;

    @UriParam(
            label = "image",
            description =
                    "Width and height in pixels such as 1024x1024, or auto. Sizes that a model family names otherwise are translated.")
    private String size;

    @UriParam(
            label = "image",
            description =
                    "Quality: low, medium, high, auto; standard and hd for dall-e-3. Translated between model families.")
    private String quality;

    @UriParam(label = "image", description = "Style: vivid or natural, dall-e-3 only.")
    private String style;

    @UriParam(label = "image", description = "File format: png, jpeg, webp.")
    private String outputFormat;

    @UriParam(label = "image", description = "Compression in percent, 0 to 100; jpeg and webp only.")
    private Integer outputCompression;

    @UriParam(label = "image", description = "Background: transparent, opaque, auto.")
    private String background;

    @UriParam(label = "image", description = "How strictly content is moderated: low, auto.")
    private String moderation;

    @UriParam(
            label = "transcribe",
            description = "Language of the recording as an ISO 639-1 code; a region such as the CN of zh-CN is cut.")
    private String language;

    @UriParam(label = "transcribe", description = "Context for the model, such as names that occur in the recording.")
    private String prompt;

    @UriParam(
            label = "transcribe",
            description =
                    "What to give times for: word, segment or both, comma-separated; needs responseFormat=verbose_json.")
    private String timestampGranularities;

    @UriParam(
            label = "transcribe",
            description =
                    "Name of the upload; its extension names the format for the server. Without it the header CamelFileName, the name of the file, or a name after the first bytes or the Content-Type. An extension that the API refuses is replaced where the content has a format that it takes.")
    private String fileName;

    @UriParam(
            label = "transcribe",
            description =
                    "How the server cuts the recording before it transcribes: auto, or a JSON object as in the guide. Without it auto for models that distinguish speakers and for responseFormat=diarized_json, which need it above 30 seconds; else it is not sent.")
    private String chunkingStrategy;

    @UriParam(
            label = "transcribe",
            description =
                    "The largest upload, such as 25MiB. 25MiB at the official base URL, unlimited elsewhere, unless set.")
    private String maxUploadSize;

    @UriParam(
            label = "speech",
            defaultValue = Defaults.VOICE,
            description =
                    "The voice: alloy, ash, ballad, coral, echo, fable, nova, onyx, sage, shimmer, verse, marin, cedar, the id of your own voice such as voice_1234, or a JSON object.")
    private String voice;

    @UriParam(label = "speech", description = "Speed of the speech, 0.25 to 4.")
    private Double speed;

    @UriParam(label = "speech", description = "How to speak, for models that take instructions.")
    private String instructions;

    @UriParam(label = "embed", description = "Length of the vectors, for models that can shorten them.")
    private Integer dimensions;

    @UriParam(
            label = "embed",
            defaultValue = Defaults.ENCODING_FORMAT,
            enums = "base64,float",
            description =
                    "How vectors travel: base64, or float for servers that do not know base64. The body is the same.")
    private String encodingFormat;

    @UriParam(
            label = "chat",
            description =
                    "How closely the model looks at images: auto, low, high, or a level that the model knows. It decides what an image costs.")
    private String imageDetail;

    @UriParam(
            label = "chat,tool",
            description =
                    "chat: a JSON Schema that the answer must match; the body becomes a Map. tool: the schema of the tool's arguments, in place of parameter options. Inline, or resource:classpath:x or resource:file:x.")
    private String jsonSchema;

    @UriParam(
            label = "chat",
            description =
                    "Fully qualified name of the class, often a record, that the answer becomes. The model is held to its JSON Schema, and the body is an instance.")
    private String outputClass;

    @UriParam(
            label = "chat,tool",
            description =
                    "Whether the server holds the model to the schema of outputClass, jsonSchema or argumentClass exactly. Unset: where the schema allows it, else one warning says what to change. true: a schema that cannot be strict is refused. false: best effort. Answers are checked all the same.")
    private Boolean strict;

    @UriParam(
            label = "chat",
            enums = "object,json",
            defaultValue = Defaults.ANSWER_AS,
            description =
                    "What an answer to outputClass or jsonSchema becomes. object: an instance, or a Map. json: the JSON text, checked in the same way.")
    private String answerAs;

    @UriParam(
            label = "chat",
            defaultValue = "" + Defaults.REPAIR,
            description =
                    "How often the model is asked again, with what was wrong, when an answer does not fit outputClass or jsonSchema; 0 to 3.")
    private Integer repair;

    @UriParam(
            label = "chat",
            description =
                    "What the model may call: names or tags of openai:tool routes, comma-separated; their routes are run and answered for. Or a JSON array as the API defines it; then the calls come back as the body.")
    private String tools;

    @UriParam(
            label = "chat",
            description =
                    "Whether tools are called: auto, none, required, the name of a tool, or a JSON object as the API defines it. What forces a call holds for the first round only.")
    private String toolChoice;

    @UriParam(
            label = "chat",
            description =
                    "Whether the model may ask for several calls in one round. Unset is not sent; the API's own default is true.")
    private Boolean parallelToolCalls;

    @UriParam(
            label = "chat",
            defaultValue = "" + Defaults.MAX_TOOL_ROUNDS,
            description = "How many rounds of tool calls one exchange may take, at least 1. One more is an exception.")
    private int maxToolRounds = 10;

    @UriParam(
            label = "chat",
            defaultValue = "" + Defaults.MAX_TOOL_DEPTH,
            description =
                    "How many tools deep a chat may offer tools, 1 to 20. With 1, a chat within the route of a tool can have no tools of openai:tool routes; a chat that is nested deeper is refused before anything is sent. A header lowers the limit and does not raise it.")
    private int maxToolDepth = 3;

    @UriParam(
            label = "chat",
            defaultValue = Defaults.ON_TOOL_ERROR,
            enums = "tell,fail",
            description =
                    "What happens when a tool fails or takes too long: tell the model, which can go on without it, or fail the exchange.")
    private String onToolError = "tell";

    @UriParam(
            label = "chat",
            defaultValue = "" + Defaults.TOOL_TIMEOUT,
            javaType = "java.time.Duration",
            description =
                    "How long one tool call may take. Its route is not stopped, but its result is no longer used.")
    private long toolTimeout = 60_000L;

    @UriParam(
            label = "chat",
            defaultValue = "false",
            description = "Whether the answer is handed on while the model still writes it; streamFormat says as what.")
    private boolean streaming = false;

    @UriParam(
            label = "chat",
            defaultValue = Defaults.STREAM_FORMAT,
            enums = "text,event,sse,ndjson",
            description =
                    "The body of a streamed answer. text: an Iterator of String. event: an Iterator of ChatDelta. sse: an InputStream of server-sent events, for a browser. ndjson: an InputStream with one JSON object a line.")
    private String streamFormat = "text";

    @UriParam(
            label = "chat",
            description =
                    "A bean that remembers conversations, such as InMemoryChatMemory. Needs a conversationId for each message.")
    private ChatMemory memory;

    @UriParam(
            label = "chat",
            description =
                    "Which conversation of the memory a message belongs to; mostly given by header CamelOpenAIConversationId.")
    private String conversationId;

    @UriParam(
            label = "chat",
            defaultValue = "" + Defaults.MAX_HISTORY_MESSAGES,
            description =
                    "The most messages of the past that are sent along, at least 1. A tool call is never parted from its answer.")
    private int maxHistoryMessages = 50;

    @UriParam(
            label = "chat",
            defaultValue = "" + Defaults.MAX_HISTORY_TOKENS,
            description = "The most tokens of the past that are sent along, estimated from bytes, at least 1.")
    private int maxHistoryTokens = 16000;

    @UriParam(
            label = "chat",
            description =
                    "Calls with the same key share the server's prompt cache more often. Other fields of prompt caching pass through additionalBodyProperty.")
    private String promptCacheKey;

    @UriParam(
            label = "tool",
            description =
                    "Name of the tool: up to 64 letters, digits, underscores and hyphens. The model calls it by this name.")
    private String name;

    @UriParam(label = "tool", description = "What the tool does and when to call it. The model decides by this text.")
    private String description;

    @UriParam(
            label = "tool",
            prefix = "parameter.",
            multiValue = true,
            description =
                    "The tool's parameters: parameter.city=string gives the type (string, integer, number, boolean, array, object; a type with brackets behind it for an array of such), parameter.city.description a text, parameter.city.enum the allowed values, comma-separated.")
    private Map<String, Object> parameter = new LinkedHashMap<>();

    @UriParam(label = "tool", description = "Names of the parameters that a call must have, comma-separated.")
    private String required;

    @UriParam(
            label = "tool",
            description = "Names under which a chat finds the tool beside others of the kind, comma-separated.")
    private String tags;

    @UriParam(
            label = "tool",
            description =
                    "Fully qualified name of a class whose JSON Schema describes the arguments, in place of parameter options. The body is then an instance of it.")
    private String argumentClass;

    /** An independent copy. */
    public OpenAiConfiguration copy() {
        try {
            OpenAiConfiguration copy = (OpenAiConfiguration) clone();
            copy.additionalHeader = new LinkedHashMap<>(additionalHeader);
            copy.additionalBodyProperty = new LinkedHashMap<>(additionalBodyProperty);
            copy.parameter = new LinkedHashMap<>(parameter);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public String getOrganization() {
        return organization;
    }

    public void setOrganization(String organization) {
        this.organization = organization;
    }

    public String getProject() {
        return project;
    }

    public void setProject(String project) {
        this.project = project;
    }

    public String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public long getStreamIdleTimeout() {
        return streamIdleTimeout;
    }

    public void setStreamIdleTimeout(long streamIdleTimeout) {
        this.streamIdleTimeout = streamIdleTimeout;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public int getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(int proxyPort) {
        this.proxyPort = proxyPort;
    }

    public String getProxyUsername() {
        return proxyUsername;
    }

    public void setProxyUsername(String proxyUsername) {
        this.proxyUsername = proxyUsername;
    }

    public String getProxyPassword() {
        return proxyPassword;
    }

    public void setProxyPassword(String proxyPassword) {
        this.proxyPassword = proxyPassword;
    }

    public Map<String, Object> getAdditionalHeader() {
        return additionalHeader;
    }

    public void setAdditionalHeader(Map<String, Object> additionalHeader) {
        this.additionalHeader = additionalHeader;
    }

    public Map<String, Object> getAdditionalBodyProperty() {
        return additionalBodyProperty;
    }

    public void setAdditionalBodyProperty(Map<String, Object> additionalBodyProperty) {
        this.additionalBodyProperty = additionalBodyProperty;
    }

    public String getTier() {
        return tier;
    }

    public void setTier(String tier) {
        this.tier = tier;
    }

    public Long getRequestsPerMinute() {
        return requestsPerMinute;
    }

    public void setRequestsPerMinute(Long requestsPerMinute) {
        this.requestsPerMinute = requestsPerMinute;
    }

    public Long getTokensPerMinute() {
        return tokensPerMinute;
    }

    public void setTokensPerMinute(Long tokensPerMinute) {
        this.tokensPerMinute = tokensPerMinute;
    }

    public int getMaxConcurrentRequests() {
        return maxConcurrentRequests;
    }

    public void setMaxConcurrentRequests(int maxConcurrentRequests) {
        this.maxConcurrentRequests = maxConcurrentRequests;
    }

    public int getMaxQueued() {
        return maxQueued;
    }

    public void setMaxQueued(int maxQueued) {
        this.maxQueued = maxQueued;
    }

    public String getWhenQueueFull() {
        return whenQueueFull;
    }

    public void setWhenQueueFull(String whenQueueFull) {
        this.whenQueueFull = whenQueueFull;
    }

    public QuotaStore getQuotaStore() {
        return quotaStore;
    }

    public void setQuotaStore(QuotaStore quotaStore) {
        this.quotaStore = quotaStore;
    }

    public String getStoreFailure() {
        return storeFailure;
    }

    public void setStoreFailure(String storeFailure) {
        this.storeFailure = storeFailure;
    }

    public boolean isLearnLimits() {
        return learnLimits;
    }

    public void setLearnLimits(boolean learnLimits) {
        this.learnLimits = learnLimits;
    }

    public String getLane() {
        return lane;
    }

    public void setLane(String lane) {
        this.lane = lane;
    }

    public double getLaneWeight() {
        return laneWeight;
    }

    public void setLaneWeight(double laneWeight) {
        this.laneWeight = laneWeight;
    }

    public long getQueueTimeout() {
        return queueTimeout;
    }

    public void setQueueTimeout(long queueTimeout) {
        this.queueTimeout = queueTimeout;
    }

    public int getMaxRetries() {
        return maxRetries;
    }

    public void setMaxRetries(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    public long getRetryInitialDelay() {
        return retryInitialDelay;
    }

    public void setRetryInitialDelay(long retryInitialDelay) {
        this.retryInitialDelay = retryInitialDelay;
    }

    public long getRetryMaxDelay() {
        return retryMaxDelay;
    }

    public void setRetryMaxDelay(long retryMaxDelay) {
        this.retryMaxDelay = retryMaxDelay;
    }

    public long getRetryTimeout() {
        return retryTimeout;
    }

    public void setRetryTimeout(long retryTimeout) {
        this.retryTimeout = retryTimeout;
    }

    public String getModel() {
        return model;
    }

    public void setModel(String model) {
        this.model = model;
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user;
    }

    public String getSafetyIdentifier() {
        return safetyIdentifier;
    }

    public void setSafetyIdentifier(String safetyIdentifier) {
        this.safetyIdentifier = safetyIdentifier;
    }

    public boolean isStoreFullResponse() {
        return storeFullResponse;
    }

    public void setStoreFullResponse(boolean storeFullResponse) {
        this.storeFullResponse = storeFullResponse;
    }

    public String getHeaderOptions() {
        return headerOptions;
    }

    public void setHeaderOptions(String headerOptions) {
        this.headerOptions = headerOptions;
    }

    public String getMaxResponseSize() {
        return maxResponseSize;
    }

    public void setMaxResponseSize(String maxResponseSize) {
        this.maxResponseSize = maxResponseSize;
    }

    public String getUnknownHeaders() {
        return unknownHeaders;
    }

    public void setUnknownHeaders(String unknownHeaders) {
        this.unknownHeaders = unknownHeaders;
    }

    public Double getTemperature() {
        return temperature;
    }

    public void setTemperature(Double temperature) {
        this.temperature = temperature;
    }

    public Integer getN() {
        return n;
    }

    public void setN(Integer n) {
        this.n = n;
    }

    public String getResponseFormat() {
        return responseFormat;
    }

    public void setResponseFormat(String responseFormat) {
        this.responseFormat = responseFormat;
    }

    public String getSystemMessage() {
        return systemMessage;
    }

    public void setSystemMessage(String systemMessage) {
        this.systemMessage = systemMessage;
    }

    public String getDeveloperMessage() {
        return developerMessage;
    }

    public void setDeveloperMessage(String developerMessage) {
        this.developerMessage = developerMessage;
    }

    public String getUserMessage() {
        return userMessage;
    }

    public void setUserMessage(String userMessage) {
        this.userMessage = userMessage;
    }

    public Double getTopP() {
        return topP;
    }

    public void setTopP(Double topP) {
        this.topP = topP;
    }

    public Integer getMaxTokens() {
        return maxTokens;
    }

    public void setMaxTokens(Integer maxTokens) {
        this.maxTokens = maxTokens;
    }

    public String getStop() {
        return stop;
    }

    public void setStop(String stop) {
        this.stop = stop;
    }

    public Double getPresencePenalty() {
        return presencePenalty;
    }

    public void setPresencePenalty(Double presencePenalty) {
        this.presencePenalty = presencePenalty;
    }

    public Double getFrequencyPenalty() {
        return frequencyPenalty;
    }

    public void setFrequencyPenalty(Double frequencyPenalty) {
        this.frequencyPenalty = frequencyPenalty;
    }

    public Long getSeed() {
        return seed;
    }

    public void setSeed(Long seed) {
        this.seed = seed;
    }

    public Boolean getLogprobs() {
        return logprobs;
    }

    public void setLogprobs(Boolean logprobs) {
        this.logprobs = logprobs;
    }

    public Integer getTopLogprobs() {
        return topLogprobs;
    }

    public void setTopLogprobs(Integer topLogprobs) {
        this.topLogprobs = topLogprobs;
    }

    public String getReasoningEffort() {
        return reasoningEffort;
    }

    public void setReasoningEffort(String reasoningEffort) {
        this.reasoningEffort = reasoningEffort;
    }

    public String getVerbosity() {
        return verbosity;
    }

    public void setVerbosity(String verbosity) {
        this.verbosity = verbosity;
    }

    public String getServiceTier() {
        return serviceTier;
    }

    public void setServiceTier(String serviceTier) {
        this.serviceTier = serviceTier;
    }

    public String getSize() {
        return size;
    }

    public void setSize(String size) {
        this.size = size;
    }

    public String getQuality() {
        return quality;
    }

    public void setQuality(String quality) {
        this.quality = quality;
    }

    public String getStyle() {
        return style;
    }

    public void setStyle(String style) {
        this.style = style;
    }

    public String getOutputFormat() {
        return outputFormat;
    }

    public void setOutputFormat(String outputFormat) {
        this.outputFormat = outputFormat;
    }

    public Integer getOutputCompression() {
        return outputCompression;
    }

    public void setOutputCompression(Integer outputCompression) {
        this.outputCompression = outputCompression;
    }

    public String getBackground() {
        return background;
    }

    public void setBackground(String background) {
        this.background = background;
    }

    public String getModeration() {
        return moderation;
    }

    public void setModeration(String moderation) {
        this.moderation = moderation;
    }

    public String getLanguage() {
        return language;
    }

    public void setLanguage(String language) {
        this.language = language;
    }

    public String getPrompt() {
        return prompt;
    }

    public void setPrompt(String prompt) {
        this.prompt = prompt;
    }

    public String getTimestampGranularities() {
        return timestampGranularities;
    }

    public void setTimestampGranularities(String timestampGranularities) {
        this.timestampGranularities = timestampGranularities;
    }

    public String getFileName() {
        return fileName;
    }

    public void setFileName(String fileName) {
        this.fileName = fileName;
    }

    public String getChunkingStrategy() {
        return chunkingStrategy;
    }

    public void setChunkingStrategy(String chunkingStrategy) {
        this.chunkingStrategy = chunkingStrategy;
    }

    public String getMaxUploadSize() {
        return maxUploadSize;
    }

    public void setMaxUploadSize(String maxUploadSize) {
        this.maxUploadSize = maxUploadSize;
    }

    public String getVoice() {
        return voice;
    }

    public void setVoice(String voice) {
        this.voice = voice;
    }

    public Double getSpeed() {
        return speed;
    }

    public void setSpeed(Double speed) {
        this.speed = speed;
    }

    public String getInstructions() {
        return instructions;
    }

    public void setInstructions(String instructions) {
        this.instructions = instructions;
    }

    public Integer getDimensions() {
        return dimensions;
    }

    public void setDimensions(Integer dimensions) {
        this.dimensions = dimensions;
    }

    public String getEncodingFormat() {
        return encodingFormat;
    }

    public void setEncodingFormat(String encodingFormat) {
        this.encodingFormat = encodingFormat;
    }

    public String getImageDetail() {
        return imageDetail;
    }

    public void setImageDetail(String imageDetail) {
        this.imageDetail = imageDetail;
    }

    public String getJsonSchema() {
        return jsonSchema;
    }

    public void setJsonSchema(String jsonSchema) {
        this.jsonSchema = jsonSchema;
    }

    public String getOutputClass() {
        return outputClass;
    }

    public void setOutputClass(String outputClass) {
        this.outputClass = outputClass;
    }

    public Boolean getStrict() {
        return strict;
    }

    public void setStrict(Boolean strict) {
        this.strict = strict;
    }

    public String getAnswerAs() {
        return answerAs;
    }

    public void setAnswerAs(String answerAs) {
        this.answerAs = answerAs;
    }

    public Integer getRepair() {
        return repair;
    }

    public void setRepair(Integer repair) {
        this.repair = repair;
    }

    public String getTools() {
        return tools;
    }

    public void setTools(String tools) {
        this.tools = tools;
    }

    public String getToolChoice() {
        return toolChoice;
    }

    public void setToolChoice(String toolChoice) {
        this.toolChoice = toolChoice;
    }

    public Boolean getParallelToolCalls() {
        return parallelToolCalls;
    }

    public void setParallelToolCalls(Boolean parallelToolCalls) {
        this.parallelToolCalls = parallelToolCalls;
    }

    public int getMaxToolDepth() {
        return maxToolDepth;
    }

    public void setMaxToolDepth(int maxToolDepth) {
        this.maxToolDepth = maxToolDepth;
    }

    public int getMaxToolRounds() {
        return maxToolRounds;
    }

    public void setMaxToolRounds(int maxToolRounds) {
        this.maxToolRounds = maxToolRounds;
    }

    public String getOnToolError() {
        return onToolError;
    }

    public void setOnToolError(String onToolError) {
        this.onToolError = onToolError;
    }

    public long getToolTimeout() {
        return toolTimeout;
    }

    public void setToolTimeout(long toolTimeout) {
        this.toolTimeout = toolTimeout;
    }

    public boolean isStreaming() {
        return streaming;
    }

    public void setStreaming(boolean streaming) {
        this.streaming = streaming;
    }

    public String getStreamFormat() {
        return streamFormat;
    }

    public void setStreamFormat(String streamFormat) {
        this.streamFormat = streamFormat;
    }

    public ChatMemory getMemory() {
        return memory;
    }

    public void setMemory(ChatMemory memory) {
        this.memory = memory;
    }

    public String getConversationId() {
        return conversationId;
    }

    public void setConversationId(String conversationId) {
        this.conversationId = conversationId;
    }

    public int getMaxHistoryMessages() {
        return maxHistoryMessages;
    }

    public void setMaxHistoryMessages(int maxHistoryMessages) {
        this.maxHistoryMessages = maxHistoryMessages;
    }

    public int getMaxHistoryTokens() {
        return maxHistoryTokens;
    }

    public void setMaxHistoryTokens(int maxHistoryTokens) {
        this.maxHistoryTokens = maxHistoryTokens;
    }

    public String getPromptCacheKey() {
        return promptCacheKey;
    }

    public void setPromptCacheKey(String promptCacheKey) {
        this.promptCacheKey = promptCacheKey;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getDescription() {
        return description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    public Map<String, Object> getParameter() {
        return parameter;
    }

    public void setParameter(Map<String, Object> parameter) {
        this.parameter = parameter;
    }

    public String getRequired() {
        return required;
    }

    public void setRequired(String required) {
        this.required = required;
    }

    public String getTags() {
        return tags;
    }

    public void setTags(String tags) {
        this.tags = tags;
    }

    public String getArgumentClass() {
        return argumentClass;
    }

    public void setArgumentClass(String argumentClass) {
        this.argumentClass = argumentClass;
    }
}
