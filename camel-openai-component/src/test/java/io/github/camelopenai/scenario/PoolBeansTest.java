// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiComponent;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Each of the component's thread pools has an MBean. */
class PoolBeansTest extends Scenario {

    @Test
    void eachPoolHasOneWhileItLives() throws Exception {
        camel.stop(); // Camel gives beans to the pools that are made while it starts
        component = camel.getComponent("openai", OpenAiComponent.class);
        component.getConfiguration().setBaseUrl(openAi.baseUrl());
        OpenAiComponent second = new OpenAiComponent(camel);
        second.getConfiguration().setBaseUrl(openAi.baseUrl());
        camel.addComponent("second", second);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:one").to("openai:chat");
                from("direct:two").to("second:chat");
            }
        });
        camel.start();

        assertThat(pools("OpenAiTimer")).hasSize(2);
        assertThat(pools("OpenAiWorker")).hasSize(2);

        camel.getRouteController().stopAllRoutes();
        component.stop();
        second.stop();
        assertThat(pools("OpenAi")).isEmpty();
    }

    @Test
    void anEndpointThatIsMadeLaterFindsThem() throws Exception {
        bodyOf(call("openai:chat", "Hello"));

        assertThat(pools("OpenAi")).hasSize(2);
    }

    private Set<String> pools(String name) throws Exception {
        MBeanServer beans = camel.getManagementStrategy().getManagementAgent().getMBeanServer();
        Set<String> found = new TreeSet<>();
        for (ObjectName bean : beans.queryNames(
                new ObjectName("org.apache.camel:context=" + camel.getManagementName() + ",type=threadpools,*"),
                null)) {
            if (bean.getKeyProperty("name").contains(name)) {
                found.add(bean.getKeyProperty("name"));
            }
        }
        return found;
    }
}
