// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead;

import io.github.camelopenai.benchmarks.overhead.client.Work;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What to measure, and for how long.
 *
 * @param works in this order
 * @param subjects in this order, within every round
 * @param warmUp how long a client works before its first round; seven times as long for chat, streamed or not, whose many
 *     small steps are the last to be compiled
 * @param rounds how often every client has its turn, at most; three times for work on large bodies, whose figures differ little
 * @param round how long a turn lasts
 */
record Plan(List<Work> works, List<Subject> subjects, Duration warmUp, int rounds, Duration round) {
    /** What the whole answer is awaited for; streams are asked for by name, as {@code bench stream} does. */
    private static final List<Work> WHOLE_ANSWERS = List.of(Work.CHAT, Work.EMBED, Work.UPLOAD, Work.SPEECH);

    private static final String USAGE = "usage: bench overhead [--quick]"
            + " [--work chat,embed,upload,speech,stream,stream-event,stream-sse]"
            + " [--clients camel,floor,openai-java,openai-java-async,langchain4j]";

    /** How long a client does this work before its first round. */
    Duration warmUp(Work work) {
        return isLarge(work) ? warmUp : warmUp.multipliedBy(7);
    }

    /** How often every client has its turn with this work. */
    int rounds(Work work) {
        return isLarge(work) ? Math.min(3, rounds) : rounds;
    }

    private static boolean isLarge(Work work) {
        return work == Work.EMBED || work == Work.UPLOAD || work == Work.SPEECH;
    }

    /** Reads the command line. */
    static Plan of(String... args) {
        boolean quick = false;
        List<Work> works = WHOLE_ANSWERS;
        List<Subject> subjects = List.of(Subject.values());
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> quick = true;
                case "--work" ->
                    works = split(valueAfter(args, i++)).map(Work::of).toList();
                case "--clients" ->
                    subjects = split(valueAfter(args, i++)).map(Subject::of).toList();
                default -> throw new IllegalArgumentException("unknown option " + args[i] + "; " + USAGE);
            }
        }
        return quick
                ? new Plan(works, subjects, Duration.ofSeconds(3), 5, Duration.ofMillis(1_000))
                : new Plan(works, subjects, Duration.ofSeconds(10), 11, Duration.ofSeconds(4));
    }

    private static Stream<String> split(String value) {
        return Arrays.stream(value.split(",", -1));
    }

    private static String valueAfter(String[] args, int option) {
        if (option + 1 == args.length) {
            throw new IllegalArgumentException(args[option] + " needs a value; " + USAGE);
        }
        return args[option + 1];
    }
}
