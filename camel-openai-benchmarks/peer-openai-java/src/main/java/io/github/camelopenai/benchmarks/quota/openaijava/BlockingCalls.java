// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.openaijava;

import io.github.camelopenai.benchmarks.quota.work.Job;

/** Sends one job at a time for each thread that asks. Thread-safe. */
interface BlockingCalls extends AutoCloseable {
    /** Returns when the job has been answered, throws when it was given up. */
    void call(Job job) throws Exception;
}
