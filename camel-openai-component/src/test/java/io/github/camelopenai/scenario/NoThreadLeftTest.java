// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.error.OpenAiTransportException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import okhttp3.OkHttpClient;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A system that gives the JVM no more threads: every exchange ends once, and the component works when there are some again. */
@Timeout(120)
class NoThreadLeftTest extends Scenario {

    /** The address space is what a limit of the system takes from root, too; threads of 32 MiB use it up first. */
    private static final List<String> LIMITED = List.of("/bin/sh", "-c", "ulimit -v 4000000; exec \"$@\"", "sh");

    private static final List<String> SMALL = List.of(
            "-Xmx96m",
            "-Xss32m",
            "-Xlog:disable",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:CompressedClassSpaceSize=64m",
            "-XX:ReservedCodeCacheSize=64m");

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyExchangeEndsOnceAndLaterOnesSucceed() throws Exception {
        String said = ChildJvm.run(LIMITED, Child.class, SMALL, openAi.baseUrl(), openAi.apiKey());

        assertThat(said.lines().filter(line -> line.contains("threads")))
                .containsExactly(
                        "no threads: 48 sent",
                        "threads again: 12 sent, 12 answered",
                        "no threads: 48 sent",
                        "threads again: 12 sent, 12 answered");
        assertThat(said).contains("120 sent, 120 ended, 0 in flight, 0 queued");
    }

    /** A look-up of a name cannot be cut. */
    @Test
    void aCallWhoseThreadDoesNotComeBackEndsAfterRequestTimeout() {
        CountDownLatch over = new CountDownLatch(1);
        component.setHttpClient(new OkHttpClient.Builder()
                .dns(name -> {
                    awaitUninterruptibly(over);
                    throw new UnknownHostException(name);
                })
                .build());
        component.getConfiguration().setBaseUrl("http://slow.invalid/v1");

        Exchange end = call("openai:chat?requestTimeout=50&maxRetries=0", "hello");

        over.countDown();
        assertThat(failureOf(end, OpenAiTransportException.class)).hasMessageContaining("requestTimeout");
        assertThat(component.getInFlightCalls()).isZero();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The JVM with few threads. */
    static final class Child {

        private static final List<String> OPERATIONS =
                List.of("chat", "chat?streaming=true", "embed", "image", "speech", "transcribe?fileName=a.mp3");

        private final DefaultCamelContext camel = new DefaultCamelContext();
        private final OpenAiComponent component = camel.getComponent("openai", OpenAiComponent.class);
        private final Deque<Thread> hogs = new ArrayDeque<>();
        private final AtomicInteger ends = new AtomicInteger();

        public static void main(String[] arguments) throws Exception {
            Child child = new Child();
            child.component.getConfiguration().setBaseUrl(arguments[0]);
            child.component.getConfiguration().setApiKey(arguments[1]);
            child.component.getConfiguration().setRequestTimeout(15_000); // for a virtual thread that the JVM forgets
            child.camel.start();
            child.run();
            child.camel.stop();
        }

        private void run() throws Exception {
            send("chat", "").get(40, TimeUnit.SECONDS); // refused, but there is one worker now, and no thread of OkHttp
            ends.set(0);
            List<CompletableFuture<Boolean>> all = new ArrayList<>();
            for (int time = 0; time < 2; time++) {
                takeThreads();
                all.addAll(sendToEach(8)); // the first worker can carry some
                System.out.println("no threads: 48 sent");
                giveThreads();
                List<CompletableFuture<Boolean>> later = sendToEach(2);
                long answered = 0;
                for (CompletableFuture<Boolean> end : later) {
                    answered += end.get(40, TimeUnit.SECONDS) ? 1 : 0;
                }
                System.out.println("threads again: " + later.size() + " sent, " + answered + " answered");
                all.addAll(later);
            }
            for (CompletableFuture<Boolean> end : all) {
                end.get(40, TimeUnit.SECONDS);
            }
            System.out.println(all.size() + " sent, " + ends + " ended, " + component.getInFlightCalls()
                    + " in flight, " + component.getQueuedCalls() + " queued");
        }

        private List<CompletableFuture<Boolean>> sendToEach(int calls) throws Exception {
            List<CompletableFuture<Boolean>> sent = new ArrayList<>();
            for (String operation : OPERATIONS) {
                for (int call = 0; call < calls; call++) {
                    sent.add(send(operation, operation.startsWith("transcribe") ? new byte[1000] : "hello"));
                }
            }
            return sent;
        }

        /** Whether it is answered. */
        private CompletableFuture<Boolean> send(String operation, Object body) throws Exception {
            AsyncProducer producer = camel.getEndpoint("openai:" + operation).createAsyncProducer();
            producer.start();
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setBody(body);
            CompletableFuture<Boolean> end = new CompletableFuture<>();
            producer.process(exchange, doneSync -> {
                ends.incrementAndGet();
                end.complete(exchange.getException() == null && isRead(exchange.getMessage()));
            });
            return end;
        }

        private static boolean isRead(Message message) {
            try {
                return message.getBody(String.class) != null;
            } catch (Throwable e) {
                return false;
            }
        }

        private void takeThreads() throws InterruptedException {
            try {
                while (true) {
                    Thread hog = new Thread(null, LockSupport::park, "hog", 8 << 20);
                    hog.setDaemon(true);
                    hog.start();
                    hogs.push(hog);
                }
            } catch (OutOfMemoryError none) {
                for (int spare = 0; spare < 3; spare++) {
                    end(hogs.pop()); // the JVM itself needs some memory, but less than a thread
                }
            }
        }

        private void giveThreads() throws InterruptedException {
            while (!hogs.isEmpty()) {
                end(hogs.pop());
            }
        }

        private static void end(Thread hog) throws InterruptedException {
            while (hog.isAlive()) {
                LockSupport.unpark(hog);
                hog.join(10);
            }
        }
    }
}
