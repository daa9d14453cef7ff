// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.setup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** Reads option values that name a resource, when the endpoint starts. Stateless. */
public final class ResourceText {

    private static final String PREFIX = "resource:";
    private static final Set<String> OPTIONS = Set.of("systemMessage", "developerMessage", "userMessage", "jsonSchema");

    private ResourceText() {}

    /** The content of the resource that the value names, or the value itself if it names none. */
    public static String resolve(CamelContext context, String option, String value) {
        if (!OPTIONS.contains(option) || !value.startsWith(PREFIX)) {
            return value;
        }
        String location = value.substring(PREFIX.length());
        Resource resource = PluginHelper.getResourceLoader(context).resolveResource(location);
        if (!resource.exists()) {
            throw missing(option, location, null);
        }
        try (InputStream content = resource.getInputStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw missing(option, location, e);
        }
    }

    private static IllegalArgumentException missing(String option, String location, IOException cause) {
        return new IllegalArgumentException(
                option + " names the resource " + location
                        + ", which cannot be read; correct the path, or the class path",
                cause);
    }
}
