// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.model.ChatMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that begin at the same moment. */
final class Crowd {

    private Crowd() {}

    /** What one of them does. */
    interface Work {

        List<String> of(int thread) throws Exception;
    }

    /** Lets them work, and collects what they say they have said. */
    static List<String> of(int threads, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CountDownLatch ready = new CountDownLatch(threads);
        try {
            List<Future<List<String>>> results = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                results.add(executor.submit(() -> {
                    ready.countDown();
                    assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
                    return work.of(number);
                }));
            }
            List<String> all = new ArrayList<>();
            for (Future<List<String>> result : results) {
                all.addAll(result.get(60, TimeUnit.SECONDS));
            }
            return all;
        } finally {
            executor.shutdownNow();
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /**
     * Each word {@code THREAD.TURN} is there once, its answer right behind it, and the turns of a thread in their order.
     */
    static void assertWholeTurnsInOrder(List<ChatMessage> conversation, List<String> words) {
        List<String> questions = new ArrayList<>();
        Map<String, Integer> last = new HashMap<>();
        for (int index = 0; index < conversation.size(); index += 2) {
            String word = conversation.get(index).content().toString();
            assertThat(conversation.get(index + 1)).isEqualTo(ChatMessage.assistant(word + "!"));
            int turn = Integer.parseInt(word.substring(word.indexOf('.') + 1));
            Integer before = last.put(word.substring(0, word.indexOf('.')), turn);
            assertThat(turn).as(word).isEqualTo(before == null ? 0 : before + 1);
            questions.add(word);
        }
        assertThat(questions).containsExactlyInAnyOrderElementsOf(words);
    }
}
