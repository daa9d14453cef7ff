// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.api.FormPart;
import io.github.camelopenai.test.internal.api.Incoming;
import io.github.camelopenai.test.internal.api.TranscriptionOperation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The requests that came in, the newest of them. Thread-safe. */
final class Recorder {
    private static final int LARGEST_BODY = 1_024 * 1_024;
    private static final long ALL_BODIES = 128L * 1_024 * 1_024;

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Entry> entries = new ArrayDeque<>(); // guarded by lock
    private long bodyBytes; // guarded by lock
    private int count; // guarded by lock

    Recorder(int most) {
        this.most = most;
    }

    /** Notes a request; the handle takes the status when it is known. */
    Entry add(Endpoint endpoint, Incoming incoming, Duration arrival) {
        String sha256 = TranscriptionOperation.sha256(incoming.body());
        List<ReceivedPart> parts = incoming.parts().stream().map(Recorder::part).toList();
        lock.lock();
        try {
            Entry entry = new Entry(endpoint, incoming, arrival, sha256, parts, keepsBody(incoming));
            bodyBytes += entry.keptBytes();
            entries.add(entry);
            if (entries.size() > most) {
                bodyBytes -= entries.remove().keptBytes();
            }
            count++;
            arrived.signalAll();
            return entry;
        } finally {
            lock.unlock();
        }
    }

    List<ReceivedRequest> requests() {
        lock.lock();
        try {
            return entries.stream().map(Entry::request).toList();
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many requests have come since the last reset. */
    List<ReceivedRequest> await(int wanted, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (count < wanted) {
                if (left <= 0) {
                    throw new AssertionError("waited %s for %d requests but %d came".formatted(atMost, wanted, count));
                }
                left = arrived.awaitNanos(left);
            }
            return requests();
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            entries.clear();
            bodyBytes = 0;
            count = 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean keepsBody(Incoming incoming) {
        int size = incoming.body().length;
        return incoming.parts().isEmpty() && size <= LARGEST_BODY && bodyBytes + size <= ALL_BODIES;
    }

    private static ReceivedPart part(FormPart part) {
        Optional<String> text = part.fileName().isPresent() || part.bytes().length > LARGEST_BODY
                ? Optional.empty()
                : Optional.of(part.text());
        return new ReceivedPart(
                part.name(),
                part.fileName(),
                part.contentType(),
                part.bytes().length,
                TranscriptionOperation.sha256(part.bytes()),
                text);
    }

    /** One request and, later, what became of its answer. Thread-safe. */
    static final class Entry {
        private final ReceivedRequest request;
        private volatile OptionalInt status = OptionalInt.empty();
        private volatile Optional<StreamProgress> stream = Optional.empty();

        private Entry(
                Endpoint endpoint,
                Incoming incoming,
                Duration arrival,
                String sha256,
                List<ReceivedPart> parts,
                boolean keepsBody) {
            this.request = new ReceivedRequest(
                    endpoint,
                    incoming.method(),
                    incoming.path(),
                    incoming.headers(),
                    keepsBody ? Optional.of(new String(incoming.body(), StandardCharsets.UTF_8)) : Optional.empty(),
                    incoming.body().length,
                    sha256,
                    parts,
                    OptionalInt.empty(),
                    Optional.empty(),
                    arrival);
        }

        void answered(int value) {
            status = OptionalInt.of(value);
        }

        void streams(StreamProgress progress) {
            stream = Optional.of(progress);
        }

        private long keptBytes() {
            return request.body().isPresent() ? request.size() : 0;
        }

        private ReceivedRequest request() {
            return new ReceivedRequest(
                    request.endpoint(),
                    request.method(),
                    request.path(),
                    request.headers(),
                    request.body(),
                    request.size(),
                    request.sha256(),
                    request.parts(),
                    status,
                    stream.map(StreamProgress::now),
                    request.arrival());
        }
    }
}
