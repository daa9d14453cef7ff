// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;

/** The text of an invoice in, an {@link Invoice} out. */
public final class StructuredExample extends RouteBuilder {

    // tag::class[]
    /** What we want to know of an invoice. */
    public record Invoice(
            String vendor,
            LocalDate issued,

            @JsonPropertyDescription("absent when it is to be paid at once")
            Optional<LocalDate> due,

            List<Line> lines,
            BigDecimal total,
            Currency currency) {}

    /** One thing that was bought. */
    public record Line(String item, int quantity, BigDecimal price) {}

    /** What we are paid in. */
    public enum Currency {
        EUR,
        USD,
        OTHER
    }
    // end::class[]

    // tag::route[]
    @Override
    public void configure() {
        from("direct:read")
                .toF("openai:chat?outputClass=%s&systemMessage=Extract the invoice.", Invoice.class.getName())
                .process(exchange -> {
                    Invoice invoice = exchange.getMessage().getBody(Invoice.class);
                    exchange.getMessage().setHeader("due", invoice.due().orElse(invoice.issued()));
                });
    }
    // end::route[]

    public static void main(String[] args) {
        String text = args.length > 0
                ? String.join(" ", args)
                : "Oasis Ltd., 31 January 2026: 2 saddles at 150.00 EUR each, total 300.00 EUR, payable by 14 February.";
        try (ExampleContext example = ExampleContext.start(new StructuredExample(), ExampleContext.access())) {
            System.out.println(example.ask("direct:read", text, Invoice.class));
        }
    }
}
