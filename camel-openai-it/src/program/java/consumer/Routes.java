// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package consumer;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.memory.JdbcChatMemory;
import io.github.camelopenai.quota.InMemoryQuotaStore;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.h2.jdbcx.JdbcDataSource;

/** The component with its server, its beans, and a route that the model calls. */
public class Routes extends RouteBuilder {

    static final JdbcDataSource DATABASE = new JdbcDataSource();

    @Override
    public void configure() throws IOException {
        ServerProcess server = ServerProcess.start();
        OpenAiComponent openAi = getContext().getComponent("openai", OpenAiComponent.class);
        openAi.getConfiguration().setBaseUrl(server.baseUrl());
        openAi.getConfiguration().setApiKey(server.apiKey());
        DATABASE.setURL("jdbc:h2:mem:memory;DB_CLOSE_DELAY=-1");
        bindToRegistry("table", new JdbcChatMemory(DATABASE));
        bindToRegistry("store", new InMemoryQuotaStore());

        from("openai:tool?name=get_weather&description=The weather of a city&parameter.city=string&parameter.day=string")
                .process(exchange -> exchange.getMessage().setBody(Map.of(
                        "city", exchange.getMessage().getHeader("city"),
                        "day", LocalDate.parse(exchange.getMessage().getHeader("day", String.class)))));
    }
}
