// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.Test;

/** The bounds of the registry; what routes do to it is told in the scenarios. */
class ToolRoutesTest {

    private final CamelContext camel = new DefaultCamelContext();
    private final ToolRoutes routes = ToolRoutes.of(camel);

    private ToolRoute tool(String name) {
        ToolDefinition definition = new ToolOptions(name, "d", Map.of(), null, null, null, null, null).define(camel);
        return new ToolRoute(definition, new DefaultConsumer(camel.getEndpoint("direct:" + name), exchange -> {}));
    }

    @Test
    void thousandToolsAreTheMost() {
        for (int number = 0; number < 999; number++) {
            routes.open(tool("tool" + number));
        }
        ToolRoute last = tool("last");
        routes.open(last);

        assertThatThrownBy(() -> routes.open(tool("more")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tool more is one too many: there are 1000 in this Camel context already; remove some");
        routes.remove(last);
        routes.open(tool("more"));
    }

    @Test
    void aToolOfNoRouteIsNamedByItsEndpoint() {
        routes.open(tool("a"));

        assertThatThrownBy(() -> routes.open(tool("a")))
                .hasMessage("there are two tools named a: endpoint direct://a and endpoint direct://a; rename one");
    }
}
