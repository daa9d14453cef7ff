// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns when another jar offers the scheme {@code openai} too: which of them Camel takes is random. Stateless. */
final class RivalComponents {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiComponent.class);
    private static final String SERVICE = "META-INF/services/org/apache/camel/component/openai";

    private RivalComponents() {}

    static void warn(CamelContext context) {
        try {
            List<String> offers = offers(context);
            if (offers.size() > 1) {
                LOG.warn(
                        "{} jars offer the scheme openai, and which one Camel takes depends on the class path: {}. Remove one"
                                + " of them, or register this component under another name:"
                                + " context.addComponent(\"gpt\", new OpenAiComponent())",
                        offers.size(),
                        String.join("; ", offers));
            }
        } catch (IOException e) {
            LOG.debug("The class path could not be searched for other components", e);
        }
    }

    private static List<String> offers(CamelContext context) throws IOException {
        List<String> offers = new ArrayList<>();
        Enumeration<URL> found = classPath(context).getResources(SERVICE);
        while (found.hasMoreElements()) {
            URL url = found.nextElement();
            String offer = className(url) + " in " + url;
            if (!offers.contains(offer)) {
                offers.add(offer);
            }
        }
        return offers;
    }

    /** Where Camel itself looks for components. */
    private static ClassLoader classPath(CamelContext context) {
        ClassLoader application = context.getApplicationContextClassLoader();
        return application == null ? RivalComponents.class.getClassLoader() : application;
    }

    private static String className(URL url) throws IOException {
        var connection = url.openConnection();
        connection.setUseCaches(false); // a cached jar would stay open
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> line.startsWith("class="))
                    .map(line -> line.substring("class=".length()))
                    .findFirst()
                    .orElse("an unnamed class");
        }
    }
}
