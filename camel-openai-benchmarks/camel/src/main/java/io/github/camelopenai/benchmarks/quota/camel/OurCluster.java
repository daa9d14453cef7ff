// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.camel;

import io.github.camelopenai.benchmarks.quota.client.QuotaClient;
import io.github.camelopenai.benchmarks.quota.client.Setting;
import io.github.camelopenai.benchmarks.quota.work.Job;
import io.github.camelopenai.quota.Bucket4jQuotaStore;
import io.github.camelopenai.quota.QuotaStore;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import redis.embedded.RedisServer;

/** Four contexts that share one quota over a real Redis; the first has seven tenths of the work, the others one each. */
final class OurCluster implements QuotaClient {
    static final int MEMBERS = 4;

    private static final int TENTHS = 10;
    private static final int OF_THE_FIRST = 7;

    private final RedisServer redis;
    private final List<QuotaStore> stores = new ArrayList<>();
    private final List<OurClient> members = new ArrayList<>();

    OurCluster(Setting setting) throws Exception {
        int port = freePort();
        redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .onShutdownForceStop(true)
                .build();
        redis.start();
        for (int i = 0; i < MEMBERS; i++) {
            stores.add(new FastStore(
                    Bucket4jQuotaStore.redis("redis://127.0.0.1:" + port, "quota-benchmark"), setting.scale()));
            members.add(new OurClient(setting, stores.get(i)));
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public CompletableFuture<Void> send(Job job) {
        return members.get(memberOf(job)).send(job);
    }

    /** Which of them has the job. */
    static int memberOf(Job job) {
        return Math.max(0, job.id() % TENTHS - OF_THE_FIRST + 1);
    }

    @Override
    public void close() throws Exception {
        for (OurClient member : members) {
            member.close();
        }
        stores.forEach(QuotaStore::close);
        redis.stop();
    }
}
