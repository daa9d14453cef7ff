// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint's URI shows of its secrets. */
class MaskedUriTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "openai:chat?apiKey=SECRET&n=1,                    openai:chat?apiKey=*&n=1",
        "openai:chat?n=1&APIKEY=SECRET,                    openai:chat?n=1&APIKEY=*",
        "openai:chat?apiKey=RAW(SEC)RET)&n=1,              openai:chat?apiKey=*&n=1",
        "openai:chat?apiKey=RAW(SEC&RET)&n=1,              openai:chat?apiKey=*&n=1",
        "openai:chat?apiKey=RAW{SEC}&RET}&n=1,             openai:chat?apiKey=*&RET}&n=1",
        "openai:chat?apiKey=RAW(SECRET&n=1,                openai:chat?apiKey=*&n=1",
        "openai:chat?proxyPassword=SECRET,                 openai:chat?proxyPassword=*",
        "openai:chat?additionalHeader.X-One=SECRET&n=1,    openai:chat?additionalHeader.X-One=*&n=1",
        "openai:chat?additionalHeader=SECRET&n=1,          openai:chat?additionalHeader=*&n=1",
        "openai:chat?additionalHeader.a?b=SECRET&n=1,      openai:chat?additionalHeader.a?b=*&n=1",
        "openai:chat?additionalHeader.a&apiKey=SECRET,     openai:chat?additionalHeader.a&apiKey=*",
        "openai:chat?apiKey=&n=1,                          openai:chat?apiKey=*&n=1",
        "openai:chat?baseUrl=http://h/v1?k=SECRET&n=1,     openai:chat?baseUrl=http://h/v1?*&n=1",
        "openai:chat?apiKeyHeader=api-key&n=1,             openai:chat?apiKeyHeader=api-key&n=1",
        "openai:chat?additionalHeaders=1,                  openai:chat?additionalHeaders=1"
    })
    void showsADigestInTheirPlaces(String uri, String shown) {
        assertThat(MaskedUri.of(uri).replaceAll("xxxxxx-[0-9a-f]+", "*")).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"&apiKey=RAW(", "?additionalHeader.", "&additionalHeader.x=", "&baseUrl=", "?baseUrl=%3F", ")"})
    @Timeout(60)
    void isMadeInNoTime(String unit) {
        assertThat(MaskedUri.of("openai:chat?apiKey=RAW(" + unit.repeat(1_000_000 / unit.length())))
                .startsWith("openai:chat?apiKey=");
    }
}
