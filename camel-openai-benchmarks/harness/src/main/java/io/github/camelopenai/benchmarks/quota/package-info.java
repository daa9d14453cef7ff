// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How close to a quota a client gets: the same jobs through several clients, each in a process and on a class path of its
 * own, against a server that keeps a quota and lets its time run faster than real time. Only the JDK is used here.
 */
package io.github.camelopenai.benchmarks.quota;
