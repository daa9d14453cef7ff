// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.tools;

import io.github.camelopenai.examples.ExampleContext;
import org.apache.camel.builder.RouteBuilder;

/** A question in, an answer out; in between the model calls a route as often as it likes. */
public final class WeatherToolExample extends RouteBuilder {

    // tag::route[]
    @Override
    public void configure() {
        from("openai:tool?name=get_weather&description=Current weather of a city"
                        + "&parameter.city=string&parameter.city.description=Name of the city"
                        + "&parameter.unit=string&parameter.unit.enum=celsius,fahrenheit"
                        + "&required=city&tags=weather")
                .process(exchange -> {
                    String city = exchange.getMessage().getHeader("city", String.class);
                    String unit = exchange.getMessage().getHeader("unit", String.class);
                    exchange.getMessage().setBody(Weather.of(city, unit));
                });

        from("direct:ask").to("openai:chat?tools=weather");
    }
    // end::route[]

    public static void main(String[] args) {
        String question = args.length > 0 ? String.join(" ", args) : Weather.QUESTION;
        try (ExampleContext example = ExampleContext.start(
                new WeatherToolExample(), ExampleContext.access().teach(Weather::teach))) {
            System.out.println(example.ask("direct:ask", question, String.class));
        }
    }
}
