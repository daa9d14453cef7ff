// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.camelopenai.test.internal.api.Answer;
import io.github.camelopenai.test.internal.api.ApiError;
import io.github.camelopenai.test.internal.api.Incoming;
import io.github.camelopenai.test.internal.limit.Levels;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Where WireMock hands over: notes each request, lets it pass the gates, has it answered. Thread-safe. */
final class Reception implements ResponseDefinitionTransformerV2 {
    static final String NAME = "openai-simulator";

    private final boolean tellsLevels;
    private final SimulatedClock clock;
    private final Recorder recorder;
    private final Consumer<Endpoint> gates;
    private final FrontDesk desk;
    private final Account account;
    private final Delivery delivery;

    Reception(
            OpenAiSimulatorBuilder settings,
            SimulatedClock clock,
            Recorder recorder,
            Consumer<Endpoint> gates,
            FrontDesk desk,
            Account account,
            Delivery delivery) {
        this.tellsLevels = settings.rateLimitHeaders;
        this.clock = clock;
        this.recorder = recorder;
        this.gates = gates;
        this.desk = desk;
        this.account = account;
        this.delivery = delivery;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        Incoming request = read(event.getRequest());
        Endpoint endpoint = Endpoint.of(request.method(), request.path());
        Recorder.Entry entry = recorder.add(endpoint, request, Duration.ofNanos(clock.nowNanos()));
        gates.accept(endpoint);
        Outcome outcome = handle(endpoint, request);
        if (outcome.fault().isEmpty()) {
            entry.answered(outcome.answer().status());
        }
        return delivery.of(outcome, levels(endpoint, request, outcome.answer()), entry);
    }

    private Outcome handle(Endpoint endpoint, Incoming request) {
        try {
            return desk.handle(endpoint, request);
        } catch (RuntimeException e) {
            // Of a rule or condition that came with the test, most likely: the client shall see it, not WireMock's log.
            ApiError error = new ApiError(500, "The simulator failed: " + e, "server_error", null, "simulator_failed");
            return Outcome.of(error.answer());
        }
    }

    private Optional<Levels> levels(Endpoint endpoint, Incoming request, Answer answer) {
        boolean told = tellsLevels && endpoint != Endpoint.OTHER && answer.status() != 401;
        return told ? request.model().flatMap(account::levels) : Optional.empty();
    }

    private static Incoming read(Request request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpHeader header : request.getHeaders().all()) {
            headers.put(header.key().toLowerCase(Locale.ROOT), List.copyOf(header.values()));
        }
        String url = request.getUrl();
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        byte[] body = request.getBody();
        return Incoming.of(request.getMethod().getName(), path, Map.copyOf(headers), body == null ? new byte[0] : body);
    }
}
