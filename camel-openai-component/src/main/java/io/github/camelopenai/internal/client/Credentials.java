// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Who we are to the server. The text form shows no secret.
 *
 * @param apiKey       or null
 * @param organization or null
 * @param project      or null
 */
public record Credentials(String apiKey, String organization, String project) {

    /** Tells accounts apart without telling the key. */
    String account() {
        if (organization != null || project != null) {
            return (organization == null ? "" : organization) + "/" + (project == null ? "" : project);
        }
        return apiKey == null ? "(no key)" : "key " + fingerprint();
    }

    private String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(apiKey.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return account();
    }
}
