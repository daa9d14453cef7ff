// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.etl;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;

/** The files of one run: as many come out as went in, done or failed. Thread-safe. */
final class Batch {

    private final int size;
    private final CountDownLatch open;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    Batch(int size) {
        this.size = size;
        this.open = new CountDownLatch(size);
    }

    /** One step of this file has failed; a file fails once, however many of its steps do. */
    void failed(Exchange exchange) {
        failed.add(nameOf(exchange));
    }

    /** All steps of a file are over. */
    void finished(Exchange exchange) {
        open.countDown();
    }

    void awaitAll() throws InterruptedException {
        open.await();
    }

    int size() {
        return size;
    }

    int failures() {
        return failed.size();
    }

    static String nameOf(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.FILE_NAME, "?", String.class);
    }
}
