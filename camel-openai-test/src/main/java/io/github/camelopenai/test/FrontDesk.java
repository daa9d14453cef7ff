// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.api.Answer;
import io.github.camelopenai.test.internal.api.ApiError;
import io.github.camelopenai.test.internal.api.ImageAlbum;
import io.github.camelopenai.test.internal.api.Incoming;
import io.github.camelopenai.test.internal.api.ModelList;
import io.github.camelopenai.test.internal.api.Operation;
import io.github.camelopenai.test.internal.api.Operation.Call;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides what comes of a request. Thread-safe. */
final class FrontDesk {
    /*
     * The order is that of the API, as far as it shows:
     * 1. the path, 2. the key, 3. the script, 4. the model, 5. the fields, 6. the quota, 7. the answer.
     * What fails at 4 or 5 has cost a request; what fails before has cost nothing.
     */
    private static final String BEARER = "Bearer ";

    private final String apiKey;
    private final Reply unscripted;
    private final Script script;
    private final RandomFaults faults;
    private final Account account;
    private final ImageAlbum album;
    private final Map<Endpoint, Operation> operations;
    private final Predicate<String> unknownModel;

    FrontDesk(
            OpenAiSimulatorBuilder settings,
            Script script,
            Account account,
            ImageAlbum album,
            Map<Endpoint, Operation> operations,
            Predicate<String> unknownModel) {
        this.apiKey = settings.apiKey;
        this.unscripted = Reply.ok().after(settings.latency).paced(settings.pace);
        this.script = script;
        this.faults = settings.faults;
        this.account = account;
        this.album = album;
        this.operations = operations;
        this.unknownModel = unknownModel;
    }

    Outcome handle(Endpoint endpoint, Incoming request) {
        try {
            if (endpoint == Endpoint.OTHER) {
                return Outcome.of(other(request));
            }
            checkKey(request);
        } catch (ApiError refusal) {
            return Outcome.of(refusal.answer());
        }
        Reply reply = script.take(endpoint)
                .or(() -> faults.next(isStreamed(endpoint, request)))
                .orElse(unscripted);
        return play(reply, endpoint, request);
    }

    private static boolean isStreamed(Endpoint endpoint, Incoming request) {
        return endpoint == Endpoint.CHAT && request.json().path("stream").asBoolean();
    }

    private Outcome play(Reply reply, Endpoint endpoint, Incoming request) {
        String model = request.model().orElse("");
        if (reply.step() instanceof Step.Failure failure) {
            return Outcome.of(failure.error().apply(model).answer(), reply, model);
        }
        if (reply.step() instanceof Step.Raw raw) {
            return Outcome.of(raw.answer(), reply, model);
        }
        if (reply.step() instanceof Step.Broken broken) {
            return Outcome.broken(broken.fault(), reply);
        }
        Step.Normal normal = (Step.Normal) reply.step();
        return endpoint == Endpoint.MODELS
                ? Outcome.of(models(request), reply, model)
                : call(reply, normal, endpoint, request, model);
    }

    private Outcome call(Reply reply, Step.Normal normal, Endpoint endpoint, Incoming request, String model) {
        Call call;
        try {
            call = check(endpoint, request, model);
        } catch (ApiError refusal) {
            return account.chargeRequest(model)
                    .map(rejection -> Outcome.rejected(rejection, reply))
                    .orElseGet(() -> Outcome.refused(refusal.answer(), reply));
        }
        Optional<Account.Rejection> rejection = account.charge(model, call);
        if (rejection.isPresent()) {
            return Outcome.rejected(rejection.get(), reply);
        }
        Answer answer = call.answer(normal.wording());
        Outcome outcome = Outcome.of(answer, reply, model);
        account.settle(
                model,
                call,
                answer.usedTokens(),
                reply.delay().plus(outcome.frames().time()));
        return outcome;
    }

    private Call check(Endpoint endpoint, Incoming request, String model) {
        if (unknownModel.test(model)) {
            throw ApiError.modelNotFound(model);
        }
        return operations.get(endpoint).check(request);
    }

    private Answer other(Incoming request) {
        return album.find(request.path()).orElseThrow(() -> ApiError.unknownUrl(request.method(), request.path()));
    }

    private Answer models(Incoming request) {
        String id = request.path().substring("/v1/models".length());
        try {
            return id.isEmpty() ? ModelList.all() : ModelList.one(id.substring(1), unknownModel);
        } catch (ApiError refusal) {
            return refusal.answer();
        }
    }

    private void checkKey(Incoming request) {
        String value = request.header("authorization").orElse("");
        if (!value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw StatusErrors.noKey();
        }
        String key = value.substring(BEARER.length()).strip();
        if (!key.equals(apiKey)) {
            throw StatusErrors.invalidKey(key);
        }
    }
}
