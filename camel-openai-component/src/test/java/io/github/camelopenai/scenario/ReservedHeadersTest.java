// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A header that would be ignored, or break the request, is refused when the endpoint starts. */
class ReservedHeadersTest extends Scenario {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type",
                "content-type",
                "CONTENT-LENGTH",
                "Content-Encoding",
                "Transfer-Encoding",
                "Trailer",
                "TE",
                "Upgrade",
                "Keep-Alive",
                "Proxy-Connection",
                "Expect",
                "Accept-Encoding"
            })
    void isNamedWithTheReasonAndWithoutItsValue(String name) {
        assertThatThrownBy(() -> camel.getEndpoint("openai:chat?additionalHeader." + name + "=hunter2hunter2")
                        .createProducer())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("additionalHeader." + name + " cannot be set: ")
                .hasMessageContaining("take it out")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bad Name", "Näme", "a:b", " X", ""})
    void aNameThatIsNoneIsRefusedInWords(String name) {
        component.getConfiguration().getAdditionalHeader().put(name, "hunter2hunter2");

        assertThatThrownBy(() -> camel.getEndpoint("openai:embed").createProducer())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("additionalHeader must have the name of an HTTP header")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void alsoWhereTheComponentSetsIt() {
        component.getConfiguration().getAdditionalHeader().put("Content-Type", "text/plain");

        assertThatThrownBy(() -> camel.getEndpoint("openai:embed").createProducer())
                .hasMessageContaining("additionalHeader.Content-Type cannot be set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host=api.example", "Connection=close", "Accept=application/json", "X-Content-Type=a"})
    void othersAreSent(String header) {
        bodyOf(call("openai:chat?additionalHeader." + header, "hello"));

        String name = header.substring(0, header.indexOf('='));
        assertThat(request().header(name)).hasValue(header.substring(header.indexOf('=') + 1));
    }
}
