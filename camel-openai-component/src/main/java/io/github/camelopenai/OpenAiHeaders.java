// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import org.apache.camel.spi.Metadata;

/**
 * The names of all headers. Headers of request options follow one rule: {@code CamelOpenAI} and the option's name. They
 * are removed once the call has succeeded. The call sets all other headers; a header without a value from the API is
 * absent.
 */
public final class OpenAiHeaders {

    // Request, all operations.

    @Metadata(description = "The model to use instead of the endpoint's", javaType = "String")
    public static final String MODEL = "CamelOpenAIModel";

    @Metadata(
            label = "chat,image,embed",
            description = "Identifies the end user; deprecated by OpenAI in favour of safetyIdentifier",
            javaType = "String")
    public static final String USER = "CamelOpenAIUser";

    @Metadata(
            label = "chat",
            description = "A stable, hashed identifier of the end user, at most 64 characters",
            javaType = "String")
    public static final String SAFETY_IDENTIFIER = "CamelOpenAISafetyIdentifier";

    @Metadata(description = "The lane in which the call waits for quota", javaType = "String")
    public static final String LANE = "CamelOpenAILane";

    @Metadata(
            description = "Whether to keep the raw JSON of the answer in exchange property CamelOpenAIResponse",
            javaType = "Boolean")
    public static final String STORE_FULL_RESPONSE = "CamelOpenAIStoreFullResponse";

    // Request, shared by some operations.

    @Metadata(label = "chat,transcribe", description = "Sampling temperature", javaType = "Double")
    public static final String TEMPERATURE = "CamelOpenAITemperature";

    @Metadata(label = "chat,image", description = "How many answers or images to make", javaType = "Integer")
    public static final String N = "CamelOpenAIN";

    @Metadata(
            label = "chat,image,transcribe,speech",
            description = "The form of the answer; the values depend on the operation",
            javaType = "String")
    public static final String RESPONSE_FORMAT = "CamelOpenAIResponseFormat";

    // Request, chat.

    @Metadata(label = "chat", description = "The system message", javaType = "String")
    public static final String SYSTEM_MESSAGE = "CamelOpenAISystemMessage";

    @Metadata(label = "chat", description = "The developer message", javaType = "String")
    public static final String DEVELOPER_MESSAGE = "CamelOpenAIDeveloperMessage";

    @Metadata(label = "chat", description = "The prompt when the body is empty", javaType = "String")
    public static final String USER_MESSAGE = "CamelOpenAIUserMessage";

    @Metadata(label = "chat", description = "Nucleus sampling", javaType = "Double")
    public static final String TOP_P = "CamelOpenAITopP";

    @Metadata(label = "chat", description = "The most tokens to generate", javaType = "Integer")
    public static final String MAX_TOKENS = "CamelOpenAIMaxTokens";

    @Metadata(label = "chat", description = "Texts that end the answer, comma-separated or a List", javaType = "Object")
    public static final String STOP = "CamelOpenAIStop";

    @Metadata(label = "chat", description = "Penalty for tokens that have appeared", javaType = "Double")
    public static final String PRESENCE_PENALTY = "CamelOpenAIPresencePenalty";

    @Metadata(label = "chat", description = "Penalty for tokens by how often they have appeared", javaType = "Double")
    public static final String FREQUENCY_PENALTY = "CamelOpenAIFrequencyPenalty";

    @Metadata(label = "chat", description = "Asks for repeatable sampling", javaType = "Long")
    public static final String SEED = "CamelOpenAISeed";

    @Metadata(label = "chat", description = "Whether to return log probabilities", javaType = "Boolean")
    public static final String LOGPROBS = "CamelOpenAILogprobs";

    @Metadata(label = "chat", description = "How many log probabilities for each token", javaType = "Integer")
    public static final String TOP_LOGPROBS = "CamelOpenAITopLogprobs";

    @Metadata(label = "chat", description = "How hard a reasoning model thinks", javaType = "String")
    public static final String REASONING_EFFORT = "CamelOpenAIReasoningEffort";

    @Metadata(label = "chat", description = "How long the answer should be", javaType = "String")
    public static final String VERBOSITY = "CamelOpenAIVerbosity";

    @Metadata(
            label = "chat",
            description = "The service tier that the call asks for; the answer's is CamelOpenAIServedTier",
            javaType = "String")
    public static final String SERVICE_TIER = "CamelOpenAIServiceTier";

    @Metadata(label = "chat", description = "How closely the model looks at images", javaType = "String")
    public static final String IMAGE_DETAIL = "CamelOpenAIImageDetail";

    @Metadata(label = "chat", description = "A JSON Schema that the answer must match", javaType = "Object")
    public static final String JSON_SCHEMA = "CamelOpenAIJsonSchema";

    @Metadata(label = "chat", description = "The class that the answer becomes, or its name", javaType = "Object")
    public static final String OUTPUT_CLASS = "CamelOpenAIOutputClass";

    @Metadata(label = "chat", description = "Whether the model is held to the schema exactly", javaType = "Boolean")
    public static final String STRICT = "CamelOpenAIStrict";

    @Metadata(
            label = "chat",
            description = "What the answer becomes: object, or json for its JSON text",
            javaType = "String")
    public static final String ANSWER_AS = "CamelOpenAIAnswerAs";

    @Metadata(
            label = "chat",
            description = "How often the model is asked to correct an answer that does not fit",
            javaType = "Integer")
    public static final String REPAIR = "CamelOpenAIRepair";

    @Metadata(
            label = "chat",
            description = "Names or tags of tool routes, or a JSON array of tools",
            javaType = "Object")
    public static final String TOOLS = "CamelOpenAITools";

    @Metadata(label = "chat", description = "Whether tools are called, or which", javaType = "Object")
    public static final String TOOL_CHOICE = "CamelOpenAIToolChoice";

    @Metadata(label = "chat", description = "Whether the model may ask for several calls at once", javaType = "Boolean")
    public static final String PARALLEL_TOOL_CALLS = "CamelOpenAIParallelToolCalls";

    @Metadata(label = "chat", description = "How many rounds of tool calls there may be", javaType = "Integer")
    public static final String MAX_TOOL_ROUNDS = "CamelOpenAIMaxToolRounds";

    @Metadata(
            label = "chat",
            description = "How deep chats with tools may be nested; lowers the endpoint's limit and does not raise it",
            javaType = "Integer")
    public static final String MAX_TOOL_DEPTH = "CamelOpenAIMaxToolDepth";

    @Metadata(label = "chat", description = "What happens when a tool fails: tell or fail", javaType = "String")
    public static final String ON_TOOL_ERROR = "CamelOpenAIOnToolError";

    @Metadata(label = "chat", description = "How long one tool call may take", javaType = "Object")
    public static final String TOOL_TIMEOUT = "CamelOpenAIToolTimeout";

    @Metadata(label = "chat", description = "Whether the answer is handed on while it is written", javaType = "Boolean")
    public static final String STREAMING = "CamelOpenAIStreaming";

    @Metadata(
            label = "chat",
            description = "The body of a streamed answer: text, event, sse or ndjson",
            javaType = "String")
    public static final String STREAM_FORMAT = "CamelOpenAIStreamFormat";

    @Metadata(label = "chat", description = "The bean that remembers conversations", javaType = "Object")
    public static final String MEMORY = "CamelOpenAIMemory";

    @Metadata(
            label = "chat",
            description = "Which conversation of the memory the message belongs to",
            javaType = "String")
    public static final String CONVERSATION_ID = "CamelOpenAIConversationId";

    @Metadata(label = "chat", description = "The most messages of the past that are sent along", javaType = "Integer")
    public static final String MAX_HISTORY_MESSAGES = "CamelOpenAIMaxHistoryMessages";

    @Metadata(label = "chat", description = "The most tokens of the past that are sent along", javaType = "Integer")
    public static final String MAX_HISTORY_TOKENS = "CamelOpenAIMaxHistoryTokens";

    @Metadata(label = "chat", description = "Calls with the same key share the prompt cache", javaType = "String")
    public static final String PROMPT_CACHE_KEY = "CamelOpenAIPromptCacheKey";

    // Request, image.

    @Metadata(label = "image", description = "Width and height in pixels", javaType = "String")
    public static final String SIZE = "CamelOpenAISize";

    @Metadata(label = "image", description = "Quality of the image", javaType = "String")
    public static final String QUALITY = "CamelOpenAIQuality";

    @Metadata(label = "image", description = "Style of the image, dall-e-3 only", javaType = "String")
    public static final String STYLE = "CamelOpenAIStyle";

    @Metadata(label = "image", description = "File format of the image", javaType = "String")
    public static final String OUTPUT_FORMAT = "CamelOpenAIOutputFormat";

    @Metadata(label = "image", description = "Compression in percent, jpeg and webp only", javaType = "Integer")
    public static final String OUTPUT_COMPRESSION = "CamelOpenAIOutputCompression";

    @Metadata(label = "image", description = "Background of the image", javaType = "String")
    public static final String BACKGROUND = "CamelOpenAIBackground";

    @Metadata(label = "image", description = "How strictly content is moderated", javaType = "String")
    public static final String MODERATION = "CamelOpenAIModeration";

    // Request, transcribe.

    @Metadata(label = "transcribe", description = "Language of the recording", javaType = "String")
    public static final String LANGUAGE = "CamelOpenAILanguage";

    @Metadata(label = "transcribe", description = "Context for the model", javaType = "String")
    public static final String PROMPT = "CamelOpenAIPrompt";

    @Metadata(
            label = "transcribe",
            description = "What to give times for: word, segment; comma-separated or a List",
            javaType = "Object")
    public static final String TIMESTAMP_GRANULARITIES = "CamelOpenAITimestampGranularities";

    @Metadata(
            label = "transcribe",
            description = "Name of the upload; its extension names the format",
            javaType = "String")
    public static final String FILE_NAME = "CamelOpenAIFileName";

    @Metadata(
            label = "transcribe",
            description =
                    "How the server cuts the recording before it transcribes: auto, or an object as JSON or a Map",
            javaType = "Object")
    public static final String CHUNKING_STRATEGY = "CamelOpenAIChunkingStrategy";

    @Metadata(label = "transcribe", description = "The largest upload, such as 25MiB", javaType = "String")
    public static final String MAX_UPLOAD_SIZE = "CamelOpenAIMaxUploadSize";

    // Request, speech.

    @Metadata(
            label = "speech",
            description = "The voice: a name, the id of your own voice, or an object as JSON or a Map",
            javaType = "Object")
    public static final String VOICE = "CamelOpenAIVoice";

    @Metadata(label = "speech", description = "Speed of the speech", javaType = "Double")
    public static final String SPEED = "CamelOpenAISpeed";

    @Metadata(label = "speech", description = "How to speak", javaType = "String")
    public static final String INSTRUCTIONS = "CamelOpenAIInstructions";

    // Request, embed.

    @Metadata(label = "embed", description = "Length of the vectors", javaType = "Integer")
    public static final String DIMENSIONS = "CamelOpenAIDimensions";

    @Metadata(label = "embed", description = "How vectors travel: base64 or float", javaType = "String")
    public static final String ENCODING_FORMAT = "CamelOpenAIEncodingFormat";

    // Response.

    @Metadata(label = "chat", description = "The answer's id", javaType = "String")
    public static final String RESPONSE_ID = "CamelOpenAIResponseId";

    @Metadata(label = "chat,embed", description = "The model that answered", javaType = "String")
    public static final String RESPONSE_MODEL = "CamelOpenAIResponseModel";

    @Metadata(description = "The server's id of the request, for its support", javaType = "String")
    public static final String REQUEST_ID = "CamelOpenAIRequestId";

    @Metadata(
            label = "chat",
            description = "Why the answer ended: stop, length, tool_calls, content_filter",
            javaType = "String")
    public static final String FINISH_REASON = "CamelOpenAIFinishReason";

    @Metadata(label = "chat", description = "The service tier that the server used", javaType = "String")
    public static final String SERVED_TIER = "CamelOpenAIServedTier";

    @Metadata(
            label = "chat",
            description = "What the model thought, where a server shows it; never part of the answer",
            javaType = "String")
    public static final String REASONING = "CamelOpenAIReasoning";

    @Metadata(description = "Tokens of the request", javaType = "Long")
    public static final String PROMPT_TOKENS = "CamelOpenAIPromptTokens";

    @Metadata(description = "Tokens of the answer, hidden reasoning included", javaType = "Long")
    public static final String COMPLETION_TOKENS = "CamelOpenAICompletionTokens";

    @Metadata(description = "Tokens of request and answer", javaType = "Long")
    public static final String TOTAL_TOKENS = "CamelOpenAITotalTokens";

    @Metadata(
            label = "chat",
            description = "Tokens of the request that came from the server's cache",
            javaType = "Long")
    public static final String CACHED_TOKENS = "CamelOpenAICachedTokens";

    @Metadata(label = "chat", description = "Tokens of the answer that are hidden reasoning", javaType = "Long")
    public static final String REASONING_TOKENS = "CamelOpenAIReasoningTokens";

    @Metadata(description = "How many times the request was sent", javaType = "Integer")
    public static final String ATTEMPTS = "CamelOpenAIAttempts";

    @Metadata(description = "Milliseconds that the call waited for quota", javaType = "Long")
    public static final String QUEUED_MILLIS = "CamelOpenAIQueuedMillis";

    @Metadata(description = "Requests that the server's rate limit still allows", javaType = "Integer")
    public static final String RATE_LIMIT_REMAINING_REQUESTS = "CamelOpenAIRateLimitRemainingRequests";

    @Metadata(description = "Tokens that the server's rate limit still allows", javaType = "Long")
    public static final String RATE_LIMIT_REMAINING_TOKENS = "CamelOpenAIRateLimitRemainingTokens";

    @Metadata(label = "embed", description = "How many vectors", javaType = "Integer")
    public static final String EMBEDDING_COUNT = "CamelOpenAIEmbeddingCount";

    @Metadata(label = "embed", description = "Length of the vectors", javaType = "Integer")
    public static final String EMBEDDING_VECTOR_SIZE = "CamelOpenAIEmbeddingVectorSize";

    @Metadata(label = "image", description = "How many images", javaType = "Integer")
    public static final String IMAGE_COUNT = "CamelOpenAIImageCount";

    @Metadata(
            label = "image",
            description =
                    "The prompt as the model has rewritten it; where the body is a List, a List in the same order, with null for a prompt that was not rewritten",
            javaType = "Object")
    public static final String REVISED_PROMPT = "CamelOpenAIRevisedPrompt";

    @Metadata(label = "transcribe", description = "Length of the recording in seconds", javaType = "Double")
    public static final String AUDIO_DURATION = "CamelOpenAIAudioDuration";

    @Metadata(label = "transcribe", description = "The language that was heard", javaType = "String")
    public static final String DETECTED_LANGUAGE = "CamelOpenAIDetectedLanguage";

    @Metadata(
            label = "image,speech",
            description = "The extension that fits the body, such as mp3 or png",
            javaType = "String")
    public static final String FILE_EXTENSION = "CamelOpenAIFileExtension";

    private OpenAiHeaders() {}
}
