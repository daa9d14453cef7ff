// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

/** x. */
final class OpenAiSimulator {
    private OpenAiSimulator() {}
}
