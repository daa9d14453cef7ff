// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

/**
 * The owner of limits: an account at a server, and a family of models.
 *
 * @param account base URL with organisation and project, or with the fingerprint of the key; no secret
 * @param family  the models that share a pool
 */
public record QuotaKey(String account, String family) {

    @Override
    public String toString() {
        return account + " " + family;
    }
}
