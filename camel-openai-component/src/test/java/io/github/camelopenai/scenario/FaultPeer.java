// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.test.FaultyServer;
import java.time.Duration;

/** What the bench needs of a server that exchanges meet. */
interface FaultPeer extends AutoCloseable {

    /** Requests that were read to their end, without those that the server has refused unread. */
    int requestsRead();

    /** Ends all stalls. */
    void release();

    /** Waits until clients have closed all connections, and returns how many are open when the time is up. */
    int awaitClosed(Duration atMost) throws InterruptedException;

    @Override
    void close();

    static FaultPeer of(FaultyServer server) {
        return new FaultPeer() {
            @Override
            public int requestsRead() {
                return server.requestsRead();
            }

            @Override
            public void release() {
                server.release();
            }

            @Override
            public int awaitClosed(Duration atMost) throws InterruptedException {
                return server.awaitClosed(atMost);
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
