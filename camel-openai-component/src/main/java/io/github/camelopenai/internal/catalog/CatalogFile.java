// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.catalog;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** Reads the file that the option {@code modelCatalog} names. Stateless. */
public final class CatalogFile {

    private CatalogFile() {}

    /**
     * The built-in facts, overridden by those of the file.
     *
     * @param location null for none
     */
    public static ModelCatalog over(ModelCatalog builtIn, String location, CamelContext context) {
        if (location == null) {
            return builtIn;
        }
        Resource resource = PluginHelper.getResourceLoader(context).resolveResource(location);
        if (!resource.exists()) {
            throw new IllegalArgumentException(
                    "modelCatalog=" + location + " does not exist; correct the path, or the class path");
        }
        try (InputStream overlay = resource.getInputStream()) {
            return builtIn.overlaidWith(overlay);
        } catch (JsonProcessingException e) { // its message is about Jackson's settings
            JsonLocation place = e.getLocation();
            throw new IllegalArgumentException("modelCatalog=" + location + " cannot be read as a JSON object"
                    + (place == null ? "" : ": correct line " + place.getLineNr() + ", column " + place.getColumnNr()));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "modelCatalog=" + location + " cannot be read as a JSON object: " + e.getMessage(), e);
        }
    }
}
