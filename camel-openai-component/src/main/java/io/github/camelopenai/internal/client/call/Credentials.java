// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

/**
 * Identifies this client to the server. The text form shows no secret.
 *
 * @param apiKey       or null
 * @param organization or null
 * @param project      or null
 */
public record Credentials(String apiKey, String organization, String project) {

    /** Distinguishes accounts without showing the key. */
    String account() {
        if (organization != null || project != null) {
            return (organization == null ? "" : organization) + "/" + (project == null ? "" : project);
        }
        return apiKey == null ? "(no key)" : "key " + Fingerprint.of(apiKey);
    }

    @Override
    public String toString() {
        return account();
    }
}
