// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.catalog.ModelCatalog;
import io.github.camelopenai.internal.catalog.ModelFamily;
import io.github.camelopenai.internal.option.Option;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapts requests to the family of their model, and says once what a person should know about a model. Never refuses a
 * call for its model: the server decides. Shared by a component; thread-safe.
 */
public final class Models {

    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    private static final Pattern WORD = Pattern.compile("json", Pattern.CASE_INSENSITIVE);

    /** Model names may come from messages; their number is not ours to choose. */
    private static final int MAX_REMEMBERED = 1_000;

    private final ModelCatalog catalog;
    private final InstantSource clock;
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final Map<String, Facts> known = new ConcurrentHashMap<>();

    /** What is looked up for each call. */
    private record Facts(ModelFamily family, String pool, Optional<ModelCatalog.Ending> ending) {}

    /**
     * @param clock tells whether a model has ended
     */
    public Models(ModelCatalog catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** The model of a call: what was asked for, else the default of the operation. */
    public String choose(String asked, String operation) {
        String model = asked == null ? catalog.defaultModel(operation) : asked;
        if (model == null || model.isBlank()) {
            throw OpenAiRequestException.refused(
                    "openai:" + operation + " needs a model; set the option model or header " + Option.MODEL.header());
        }
        warnOfItsEnd(model);
        return model;
    }

    /** The pool of quota that the model draws from. */
    public String poolOf(String model) {
        return facts(model).pool();
    }

    public ModelFamily familyOf(String model) {
        return facts(model).family();
    }

    private Facts facts(String model) {
        Facts found = known.get(model);
        if (found == null) {
            found = new Facts(catalog.familyOf(model), catalog.poolOf(model), catalog.endingOf(model));
            if (known.size() < MAX_REMEMBERED) {
                known.put(model, found);
            }
        }
        return found;
    }

    /** Gives fields and values the names that the model's family has for them. */
    void adapt(ObjectNode request, String model) {
        ModelFamily family = familyOf(model);
        family.drops().forEach(field -> {
            if (request.remove(field) != null) {
                warn(model + " " + field, "{} does not know {}; it is left out", model, field);
            }
        });
        family.values().forEach((field, names) -> translate(request, field, names));
        family.rename().forEach((ours, theirs) -> rename(request, ours, theirs));
        family.refuses().forEach(field -> {
            if (request.has(field)) {
                warn(model + " " + field, "{} is known to refuse {}; it is sent all the same", model, field);
            }
        });
    }

    /** The API refuses to answer in JSON unless a message speaks of it. */
    public void warnWhereNobodySpeaksOfJson(ObjectNode request) {
        if (!speaksOfJson(request.path("messages"))) {
            warn(
                    "json_object",
                    "responseFormat=json_object, but no message speaks of JSON: the API refuses such a request. Say in"
                            + " systemMessage or in the prompt that the answer is to be JSON");
        }
    }

    /** Ends at the first text that does: messages may be long. */
    private static boolean speaksOfJson(JsonNode node) {
        if (node.isTextual()) {
            return WORD.matcher(node.textValue()).find();
        }
        for (JsonNode child : node) {
            if (speaksOfJson(child)) {
                return true;
            }
        }
        return false;
    }

    private static void translate(ObjectNode request, String field, Map<String, String> names) {
        String name = names.get(request.path(field).asText());
        if (name != null) {
            request.put(field, name);
        }
    }

    private static void rename(ObjectNode request, String ours, String theirs) {
        JsonNode value = request.remove(ours);
        if (value != null && !request.has(theirs)) {
            request.set(theirs, value);
        }
    }

    private void warnOfItsEnd(String model) {
        facts(model).ending().ifPresent(ending -> {
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            if (!today.isBefore(ending.date())) {
                warn(
                        model,
                        "OpenAI has ended {} on {}; its successor is {}. The call is sent all the same",
                        model,
                        ending.date(),
                        ending.successor() == null ? "not named" : ending.successor());
            }
        });
    }

    private void warn(String topic, String text, Object... values) {
        if (said.size() < MAX_REMEMBERED && said.add(topic)) {
            LOG.warn(text, values);
        }
    }
}
