// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts are told apart without telling the key. */
class CredentialsTest {

    @ParameterizedTest(name = "{1} {2}: {3}")
    @CsvSource(nullValues = "-", textBlock = """
            sk-secret, org-1, proj-2, org-1/proj-2
            sk-secret, org-1, -,      org-1/
            sk-secret, -,     proj-2, /proj-2
            -,         -,     -,      (no key)
            """)
    void areNamedByOrganizationAndProject(String key, String organization, String project, String account) {
        assertThat(new Credentials(key, organization, project)).hasToString(account);
    }

    @Test
    void areNamedByAFingerprintElse() {
        Credentials first = new Credentials("sk-secret", null, null);
        Credentials second = new Credentials("sk-other", null, null);

        assertThat(first.toString()).matches("key [0-9a-f]{8}").isNotEqualTo(second.toString());
        assertThat(new Credentials("sk-secret", null, null)).hasToString(first.toString());
    }

    @Test
    void areNotInTheTextOfTheSettings() {
        assertThat(SampleSettings.of("http://server/v1").toString())
                .startsWith("ClientSettings[http://server/v1 key ")
                .doesNotContain("sk-");
    }
}
