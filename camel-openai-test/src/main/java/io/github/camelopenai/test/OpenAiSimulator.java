// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.camelopenai.test.internal.api.ChatOperation;
import io.github.camelopenai.test.internal.api.EmbeddingOperation;
import io.github.camelopenai.test.internal.api.ImageAlbum;
import io.github.camelopenai.test.internal.api.ImageOperation;
import io.github.camelopenai.test.internal.api.Operation;
import io.github.camelopenai.test.internal.api.SpeechOperation;
import io.github.camelopenai.test.internal.api.TranscriptionOperation;
import io.github.camelopenai.test.internal.media.JpegImage;
import io.github.camelopenai.test.internal.media.PngImage;
import io.github.camelopenai.test.internal.media.SpokenText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A local server that speaks the OpenAI API, keeps its rate limits, and fails when told to. Thread-safe.
 *
 * <p>It listens on 127.0.0.1 only. Answers are made from the request, so the same request has the same answer every time.
 */
public final class OpenAiSimulator implements AutoCloseable {
    private static final String UNKNOWN_MODELS = "no-such";

    private final Script script = new Script();
    private final ChatRules chatRules = new ChatRules();
    private final Map<String, String> transcriptions = new ConcurrentHashMap<>();
    private final Set<String> unknownModels = ConcurrentHashMap.newKeySet();
    private final List<Gate> gates = new CopyOnWriteArrayList<>();
    private final TrackedHttpServer.Exchanges exchanges = new TrackedHttpServer.Exchanges();
    private final Streams streams = new Streams();
    private final String apiKey;
    private final Recorder recorder;
    private final Account account;
    private final WireMockServer server;

    OpenAiSimulator(OpenAiSimulatorBuilder settings) {
        SimulatedClock clock = new SimulatedClock(settings.nanos, settings.timeScale);
        apiKey = settings.apiKey;
        recorder = new Recorder(settings.recordAtMost);
        account = new Account(settings.quotas(), settings.chargeRule, clock);
        ImageAlbum album = new ImageAlbum(this::origin);
        Map<Endpoint, Operation> operations = Map.of(
                Endpoint.CHAT, new ChatOperation(chatRules::answer),
                Endpoint.IMAGE, new ImageOperation(album),
                Endpoint.TRANSCRIPTION,
                        new TranscriptionOperation(name -> Optional.ofNullable(transcriptions.get(name))),
                Endpoint.SPEECH, new SpeechOperation(),
                Endpoint.EMBEDDINGS, new EmbeddingOperation());
        FrontDesk desk = new FrontDesk(settings, script, account, album, operations, this::isUnknown);
        Delivery delivery = new Delivery(clock, streams);
        Reception reception = new Reception(settings, clock, recorder, this::pass, desk, account, delivery);
        server = new WireMockServer(ServerOptions.of(settings.port, reception, exchanges, streams));
        server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(Reception.NAME)));
        server.start();
    }

    public static OpenAiSimulatorBuilder builder() {
        return new OpenAiSimulatorBuilder();
    }

    /** A simulator without limits. */
    public static OpenAiSimulator start() {
        return builder().start();
    }

    /** What a client takes as its base URL: {@code http://127.0.0.1:PORT/v1}. */
    public String baseUrl() {
        return origin() + "/v1";
    }

    public int port() {
        return server.port();
    }

    /** The only key that is accepted. */
    public String apiKey() {
        return apiKey;
    }

    /** Replies to the next requests, one each, in this order, whatever their endpoint. */
    public OpenAiSimulator next(Reply... replies) {
        script.add(Optional.empty(), replies);
        return this;
    }

    /** The script of one endpoint; shares its order with {@link #next}. */
    public EndpointScript on(Endpoint endpoint) {
        return new EndpointScript(script, endpoint);
    }

    /** The scripted replies no request has taken yet. */
    public List<Reply> unusedReplies() {
        return script.unused();
    }

    /** What the simulated model says to what. */
    public ChatRules chat() {
        return chatRules;
    }

    /** What is heard in an uploaded file of this name. */
    public OpenAiSimulator transcription(String fileName, String text) {
        transcriptions.put(fileName, text);
        return this;
    }

    /** Answers 404 for this model, as for all whose id begins with "no-such". */
    public OpenAiSimulator unknownModel(String model) {
        unknownModels.add(model);
        return this;
    }

    /** Holds all requests that come from now on, until the gate is opened. */
    public Gate hold() {
        return hold(Optional.empty());
    }

    /** Holds the requests of one endpoint. */
    public Gate hold(Endpoint endpoint) {
        return hold(Optional.of(endpoint));
    }

    /** Holds all streams that begin from now on before each of their events, until they are released or the gate is opened. */
    public StreamGate holdStreams() {
        return streams.hold();
    }

    /** How many answers are being sent in pieces now; streams always are, other answers when a reply says so. */
    public int streamsOpen() {
        return streams.open();
    }

    /**
     * How many answers in pieces the client left before their end, since the start or the last reset. The server notices it
     * while it waits or cannot send: what is small and not held back is sent before a client can leave.
     */
    public int streamsAbandoned() {
        return streams.abandoned();
    }

    /**
     * Waits until so many streams were abandoned.
     *
     * @throws AssertionError when they were not
     */
    public void awaitStreamsAbandoned(int wanted, Duration atMost) throws InterruptedException {
        streams.awaitAbandoned(wanted, atMost);
    }

    /** The requests that came in, in their order; the newest ones when there were too many to keep. */
    public List<ReceivedRequest> requests() {
        return recorder.requests();
    }

    /** How many requests have come in since the start or the last reset, those included that are no longer kept. */
    public int requestCount() {
        return recorder.count();
    }

    public List<ReceivedRequest> requests(Endpoint endpoint) {
        return requests().stream()
                .filter(request -> request.endpoint() == endpoint)
                .toList();
    }

    /**
     * Waits until so many requests have come in since the start or the last reset.
     *
     * @throws AssertionError when they did not
     */
    public List<ReceivedRequest> awaitRequests(int wanted, Duration atMost) throws InterruptedException {
        return recorder.await(wanted, atMost);
    }

    /** How many exchanges are under way: requests not yet answered, and answers the client has not taken off the wire. */
    public int inFlight() {
        return exchanges.open();
    }

    /** Waits until no exchange is under way, and returns how many still are when the time is up. */
    public int awaitIdle(Duration atMost) throws InterruptedException {
        return exchanges.awaitIdle(atMost);
    }

    /** Forgets scripts, rules and records, ends all streams, opens all gates and fills all buckets. */
    public void reset() {
        streams.reset();
        gates.forEach(Gate::open);
        gates.clear();
        script.clear();
        chatRules.clear();
        transcriptions.clear();
        unknownModels.clear();
        recorder.clear();
        account.reset();
    }

    @Override
    public void close() {
        streams.reset();
        gates.forEach(Gate::open);
        server.stop();
    }

    /** The prompt an image of this server carries; empty for other images. */
    public static Optional<String> promptOf(byte[] image) {
        return PngImage.prompt(image).or(() -> JpegImage.prompt(image));
    }

    /** The text a WAV or MP3 of this server carries; empty for other files. */
    public static Optional<String> spokenTextOf(byte[] audio) {
        return SpokenText.in(audio);
    }

    private Gate hold(Optional<Endpoint> endpoint) {
        Gate gate = new Gate(endpoint);
        gates.removeIf(Gate::isOpen);
        gates.add(gate);
        return gate;
    }

    private void pass(Endpoint endpoint) {
        gates.forEach(gate -> gate.pass(endpoint));
    }

    private boolean isUnknown(String model) {
        return model.startsWith(UNKNOWN_MODELS) || unknownModels.contains(model);
    }

    private String origin() {
        return "http://127.0.0.1:" + server.port();
    }
}
