// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A header without a dash, but with a capital or a digit inside: only a YAML route can have made it of another name. */
class HeadersWithoutDashesTest extends Scenario {

    @TempDir
    Path folder;

    /** What the loader of YAML leaves behind: a route that knows its file. */
    private void routeOf(Resource file) throws Exception {
        RouteDefinition route = new RouteDefinition("direct:yaml");
        route.setResource(file);
        route.addOutput(new ToDefinition("mock:end"));
        camel.getCamelContextExtension().getContextPlugin(Model.class).addRouteDefinitions(List.of(route));
    }

    private Resource yaml(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("routes.yaml"), content);
        return PluginHelper.getResourceLoader(camel).resolveResource("file:" + file);
    }

    private static Resource broken() {
        return new ResourceSupport("file", "file:gone/routes.yaml") {
            @Override
            public boolean exists() {
                return true;
            }

            @Override
            public InputStream getInputStream() throws IOException {
                throw new IOException("gone");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"traceId", "ApiKey", "SOAPAction", "api_key2", "x1", "XB3"})
    void itIsSentWhereNoRouteIsYaml(String name) {
        bodyOf(call("openai:chat?additionalHeader." + name + "=v", "Hello"));

        assertThat(request().headers().get(name.toLowerCase(java.util.Locale.ROOT)))
                .containsExactly("v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "additionalHeader.SOAPAction: v",
                "additionalHeader.X-Gateway-Key: v",
                "# additionalHeader.SOAP-Action: v",
                "uri: openai:chat?additionalHeader.SOAP-Action=v"
            })
    void itIsSentWhereNoYamlFileHasANameThatBecomesIt(String line) throws Exception {
        routeOf(yaml("parameters:\n  " + line + "\n"));

        bodyOf(call("openai:chat?additionalHeader.SOAPAction=v", "Hello"));

        assertThat(request().header("soapaction")).hasValue("v");
    }

    @Test
    void itIsRefusedWhereAYamlFileHasANameThatBecomesIt() throws Exception {
        routeOf(yaml("parameters:\n  additionalHeader.x-gateway-key: v\n"));

        assertThatThrownBy(() -> camel.getEndpoint("openai:chat?additionalHeader.xGatewayKey=v"))
                .rootCause()
                .hasMessageStartingWith("additionalHeader.x-gateway-key in file:")
                .hasMessageContaining("routes.yaml came as additionalHeader.xGatewayKey, as Camel takes dashes out");
    }

    @Test
    void itIsRefusedWhereAYamlFileHasAPlaceholderInAName() throws Exception {
        routeOf(yaml("parameters:\n  additional-header.{{name}}: v\n"));

        assertThatThrownBy(() -> camel.getEndpoint("openai:chat?additionalHeader.xGatewayKey=v"))
                .rootCause()
                .hasMessageContaining("may be a name whose dashes Camel has taken out")
                .hasMessageContaining("routes.yaml; the file does not show which name was meant");
    }

    @Test
    void itIsRefusedWhereAYamlFileCannotBeRead() throws Exception {
        routeOf(broken());

        assertThatThrownBy(() -> camel.getEndpoint("openai:chat?additionalHeader.XGatewayKey=v"))
                .rootCause()
                .hasMessage(
                        "additionalHeader.XGatewayKey may be a name whose dashes Camel has taken out, as it does under"
                                + " parameters: of a YAML route such as those in file:gone/routes.yaml; the file does not show which name was meant; "
                                + NamedValuesTest.FORMS
                                + ". A header that has no dash is written in small letters, or as the name in such a JSON object");
    }

    @Test
    void aFieldOfTheBodyIsSentAllTheSame() throws Exception {
        routeOf(broken());

        bodyOf(call("openai:chat?additionalBodyProperty.topK=5", "Hello"));

        assertThat(sent().path("topK").asInt()).isEqualTo(5);
    }
}
