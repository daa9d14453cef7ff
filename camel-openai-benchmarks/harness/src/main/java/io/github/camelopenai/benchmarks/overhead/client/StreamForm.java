// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.client;

/** What a route makes of a streamed answer; the names are those of the component's option. */
public enum StreamForm {
    /** Pieces of text. */
    TEXT,

    /** Pieces with everything that came with them. */
    EVENT,

    /** Server-sent events, as the API sends them. */
    SSE
}
