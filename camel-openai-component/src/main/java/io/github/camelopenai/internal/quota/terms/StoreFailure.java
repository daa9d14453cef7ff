// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

/** What a throttle does while the store of a shared quota cannot be reached. */
public enum StoreFailure {
    /** It uses nine tenths of the limit, divided by the last known number of members. */
    SHARE,
    /** It uses the whole limit; only the server's headers and rejections slow it down. */
    OPEN,
    /** It sends nothing; calls wait until their deadline. */
    CLOSED
}
