// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A good answer.
 *
 * @param value    what was read from its body
 * @param head     status and headers
 * @param attempts how many times the request was sent
 * @param queued   how long it waited for quota, all attempts together
 * @param used     tokens that it says it used, empty when it does not
 */
public record Reply<T>(T value, ReplyHead head, int attempts, Duration queued, OptionalLong used) {}
