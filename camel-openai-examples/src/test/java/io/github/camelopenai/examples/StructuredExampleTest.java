// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.examples.StructuredExample.Currency;
import io.github.camelopenai.examples.StructuredExample.Invoice;
import io.github.camelopenai.examples.StructuredExample.Line;
import io.github.camelopenai.test.Endpoint;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.WithOpenAiSimulator;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An invoice becomes an object. */
@WithOpenAiSimulator
class StructuredExampleTest {

    private OpenAiSimulator openAi;

    @Test
    void readsAnInvoice() {
        openAi.chat().when("Oasis").answer("""
                        {"vendor": "Oasis Ltd.", "issued": "2026-01-31", "due": "2026-02-14", "total": 300.00, "currency": "EUR",
                         "lines": [{"item": "saddle", "quantity": 2, "price": 150.00}]}
                        """);

        try (ExampleContext example = ExampleContext.start(new StructuredExample(), OpenAiAccess.to(openAi, "tier1"))) {
            assertThat(example.ask("direct:read", "Oasis Ltd., 2 saddles", Invoice.class))
                    .isEqualTo(new Invoice(
                            "Oasis Ltd.",
                            LocalDate.of(2026, 1, 31),
                            Optional.of(LocalDate.of(2026, 2, 14)),
                            List.of(new Line("saddle", 2, new BigDecimal("150.00"))),
                            new BigDecimal("300.00"),
                            Currency.EUR));
        }
        assertThat(openAi.requests(Endpoint.CHAT)
                        .get(0)
                        .json()
                        .at("/response_format/json_schema/name")
                        .asText())
                .isEqualTo("Invoice");
    }
}
