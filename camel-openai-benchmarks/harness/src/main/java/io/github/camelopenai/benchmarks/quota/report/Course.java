// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

/**
 * How a run went, seen from the side that hands over the jobs.
 *
 * @param seconds virtual time until the last answer, or until the run was given up
 * @param lostInFirstRound how many jobs the client gave up when it was first given them
 * @param rounds how often jobs were handed over
 * @param unanswered how many jobs were never answered
 */
public record Course(double seconds, int lostInFirstRound, int rounds, int unanswered) {}
