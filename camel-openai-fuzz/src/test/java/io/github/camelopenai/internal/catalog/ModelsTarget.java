// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.catalog;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A file of facts about models, behind a line with the name of a model: it is refused when read, or never fails a call. */
public final class ModelsTarget implements Target {

    private static final ModelCatalog BUILT_IN = ModelCatalog.builtIn();

    @Override
    public void run(byte[] input) {
        String[] parts = Pieces.split(input);
        ModelCatalog catalog;
        try {
            catalog = BUILT_IN.overlaidWith(new ByteArrayInputStream(parts[1].getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return; // told at the start, with the file's name
        }
        for (String model : new String[] {parts[0], "gpt-4o", "", "o3-2026-01-01"}) {
            Promise.holds(catalog.familyOf(model) != null, "no family");
            Promise.holds(catalog.poolOf(model) != null, "no pool");
            catalog.operationOf(model);
            limits(catalog, model);
        }
        catalog.defaultModel("chat");
    }

    private static void limits(ModelCatalog catalog, String model) {
        for (String tier : new String[] {"free", "tier1", "tier2", model}) {
            try {
                catalog.limits(tier, catalog.poolOf(model));
            } catch (IllegalArgumentException e) {
                Promise.holds(e.getMessage() != null && !e.getMessage().isBlank(), "a refusal without words");
            }
        }
    }
}
