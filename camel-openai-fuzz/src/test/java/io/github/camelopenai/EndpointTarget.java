// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import java.util.List;
import java.util.Map;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.engine.SimpleCamelContext;

/** The URI of an endpoint in the first line, below it a value of additionalHeader and of baseUrl: refused without a secret. */
public final class EndpointTarget implements Target {

    private static final String SECRET = "sk-fuzz-4f9a8b7c6d5e4f3a2b1c";

    private final SimpleCamelContext camel = new SimpleCamelContext();
    private final OpenAiComponent component = new OpenAiComponent();

    /** A context that is not started; endpoints are made all the same. */
    public EndpointTarget() {
        component.setCamelContext(camel);
        camel.addComponent("openai", component);
        camel.build();
    }

    @Override
    public void run(byte[] input) throws Exception {
        String[] parts = Pieces.split(input);
        uri(parts[0]);
        for (String option : List.of("additionalHeader", "additionalBodyProperty")) {
            try {
                NamedValues.ofComponent(option, parts[1].replace("$", SECRET));
            } catch (IllegalArgumentException e) {
                isDiscreet(e);
            }
        }
        OpenAiConfiguration options = new OpenAiConfiguration();
        options.setApiKey(SECRET);
        options.setBaseUrl(parts[1]);
        try {
            Connection connection = Connection.of(options, name -> null);
            Promise.holds(connection.baseUrl().startsWith("http"), "no base URL: " + connection);
            isDiscreet(connection.toString());
        } catch (IllegalArgumentException e) {
            isDiscreet(e);
        }
    }

    private void uri(String text) throws Exception {
        String uri = "openai:" + text.replace("$", SECRET);
        Map<String, Object> none = Map.of();
        try {
            OpenAiEndpoint endpoint = (OpenAiEndpoint) component.createEndpoint(uri, none);
            if (text.contains("apiKey=$")
                    && text.replace("apiKey=$", "").indexOf('$') < 0) { // a secret, and nothing else
                isDiscreet(endpoint.toString());
            }
        } catch (ResolveEndpointFailedException | PropertyBindingException | IllegalArgumentException e) {
            Promise.holds(e.getMessage() != null, "a refusal without words");
        } catch (java.net.URISyntaxException e) {
            // Camel's own word for what is no URI
        }
    }

    private static void isDiscreet(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            isDiscreet(String.valueOf(at.getMessage()));
        }
    }

    private static void isDiscreet(String text) {
        Promise.holds(!text.contains(SECRET), "a secret is said: " + text);
    }
}
