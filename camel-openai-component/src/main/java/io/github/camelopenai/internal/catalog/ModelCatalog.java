// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Limits.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Facts about models, read from {@code models.json} and a file of the user. They never refuse a call. Immutable. */
public final class ModelCatalog {

    private static final String BUILT_IN = "/io/github/camelopenai/models.json";
    private static final Pattern SNAPSHOT = Pattern.compile("-\\d{4}-\\d{2}-\\d{2}$");
    private final JsonNode root;
    private final Map<String, ModelFamily> families = new TreeMap<>();

    private ModelCatalog(JsonNode root) {
        this.root = root;
        root.path("models").properties().forEach(entry -> checkDate(entry.getKey(), entry.getValue()));
        root.path("families").properties().forEach(entry -> {
            if (entry.getValue().isObject()) {
                families.put(entry.getKey(), ModelFamily.of(entry.getValue()));
            }
        });
    }

    /** Checked now, not when a call is made: facts never refuse a call. */
    private static void checkDate(String model, JsonNode facts) {
        try {
            if (facts.hasNonNull("endsOn")) {
                LocalDate.parse(facts.path("endsOn").asText());
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("models." + model + ".endsOn must be a date such as 2027-01-31 but was "
                    + facts.path("endsOn").asText());
        }
    }

    /** When a model ends, and its successor. */
    public record Ending(LocalDate date, String successor) {}

    /** The facts that come with the component. */
    public static ModelCatalog builtIn() {
        try (InputStream facts = ModelCatalog.class.getResourceAsStream(BUILT_IN)) {
            return new ModelCatalog(Json.PLAIN.readTree(facts));
        } catch (IOException e) {
            throw new UncheckedIOException(BUILT_IN + " of this jar cannot be read", e);
        }
    }

    /** These facts, overridden by the user's: objects are merged, other values replaced. */
    public ModelCatalog overlaidWith(InputStream json) throws IOException {
        JsonNode overlay = Json.PLAIN.readTree(json);
        if (overlay == null || !overlay.isObject()) {
            throw new IOException("it must hold one JSON object");
        }
        try {
            return new ModelCatalog(merge(root.deepCopy(), overlay));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The model for an operation whose endpoint names none. */
    public String defaultModel(String operation) {
        return root.path("defaults").path(operation).asText(null);
    }

    /** The family of the longest matching prefix; if none matches, a family without special rules. */
    public ModelFamily familyOf(String model) {
        String id = baseId(model);
        ModelFamily found = ModelFamily.PLAIN;
        int longest = 0;
        for (Map.Entry<String, ModelFamily> entry : families.entrySet()) {
            if (id.startsWith(entry.getKey()) && entry.getKey().length() > longest) {
                longest = entry.getKey().length();
                found = entry.getValue();
            }
        }
        return found;
    }

    /** The operation that the model is for, such as {@code chat}, if that is known. */
    public Optional<String> operationOf(String model) {
        String id = baseId(model);
        JsonNode type = root.path("models").path(id).path("type");
        return Optional.ofNullable(
                type.isTextual() ? type.textValue() : familyOf(model).operation());
    }

    /** The name of the quota pool that a model draws from: its own, unless the facts say that several share one. */
    public String poolOf(String model) {
        String id = baseId(model);
        return root.path("models").path(id).path("pool").asText(id);
    }

    /**
     * The limits of a tier for a pool.
     *
     * @throws IllegalArgumentException when there is no such tier
     */
    public Limits limits(String tier, String pool) {
        JsonNode rows = root.path("tiers").path(tier);
        if (!rows.isObject()) {
            throw new IllegalArgumentException("tier must be one of " + tiers() + " but was " + tier
                    + "; set it, or requestsPerMinute and tokensPerMinute, or add it to modelCatalog");
        }
        JsonNode row = rows.has(pool) ? rows.path(pool) : rows.path("*");
        return new Limits(
                Limit.ofTier(number(row, "requestsPerMinute")),
                Limit.ofTier(number(row, "tokensPerMinute")),
                Limit.ofTier(number(row, "imagesPerMinute")));
    }

    /** When the model ends or ended, if that is known. */
    public Optional<Ending> endingOf(String model) {
        JsonNode facts = root.path("models").path(model);
        JsonNode known = facts.isMissingNode() ? root.path("models").path(baseId(model)) : facts;
        return known.hasNonNull("endsOn")
                ? Optional.of(new Ending(
                        LocalDate.parse(known.path("endsOn").asText()),
                        known.path("successor").asText(null)))
                : Optional.empty();
    }

    private TreeSet<String> tiers() {
        TreeSet<String> names = new TreeSet<>();
        root.path("tiers").properties().forEach(entry -> {
            if (entry.getValue().isObject()) {
                names.add(entry.getKey());
            }
        });
        return names;
    }

    /** Removes what a fine-tuned model or a dated snapshot adds to the id of its base. */
    private static String baseId(String model) {
        String id = model.startsWith("ft:") ? model.substring(3) : model;
        int colon = id.indexOf(':');
        String withoutOwner = model.startsWith("ft:") && colon > 0 ? id.substring(0, colon) : id;
        return SNAPSHOT.matcher(withoutOwner).replaceFirst("");
    }

    private static Long number(JsonNode row, String name) {
        return row.hasNonNull(name) ? Long.valueOf(row.path(name).asLong()) : null;
    }

    private static JsonNode merge(JsonNode base, JsonNode overlay) {
        if (!(base instanceof ObjectNode target) || !overlay.isObject()) {
            return overlay;
        }
        overlay.properties()
                .forEach(entry -> target.set(
                        entry.getKey(),
                        target.has(entry.getKey())
                                ? merge(target.get(entry.getKey()), entry.getValue())
                                : entry.getValue()));
        return target;
    }
}
