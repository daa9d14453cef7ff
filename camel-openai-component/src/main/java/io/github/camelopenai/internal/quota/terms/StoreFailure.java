// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

/** What a throttle does while the store of a shared quota cannot be reached. */
public enum StoreFailure {
    /** It keeps to nine tenths of the limit, divided by the last known number of members. */
    SHARE,
    /** It keeps to the whole limit; the server's headers and rejections are the brake. */
    OPEN,
    /** It sends nothing; calls wait until their deadline. */
    CLOSED
}
