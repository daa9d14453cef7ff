// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.internal.time.Timer;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes OkHttp work again after the system has refused it a thread. Thread-safe. */
final class OkHttpTasks {
    /*
     * 1. OkHttp 5 opens connections, reads HTTP/2 and closes idle connections on threads that all its clients in the
     *    JVM share. It counts the threads it has asked for and those that have begun, and asks for no other thread in
     *    between. A thread that the system refuses never begins: from then on OkHttp opens no connection until the JVM
     *    ends.
     * 2. OkHttp has no public way to repair that. So this class submits the task of the refused thread to OkHttp's
     *    executor once more, which makes the two counts equal. A version whose classes differ is left alone; OkHttp 4
     *    does not count.
     * 3. A thread that is about to begin looks the same for a moment. So nothing is done unless the counts stay for a
     *    while.
     */
    private static final Logger LOG = LoggerFactory.getLogger(OkHttpTasks.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Timer timer;
    private final AtomicBoolean looking = new AtomicBoolean();

    /** @param timer for the checks */
    OkHttpTasks(Timer timer) {
        this.timer = timer;
    }

    /** To be called after a failure that a lack of threads may have caused, on any thread. Never throws. */
    void lookAfter(Throwable failure) {
        boolean wantsThreads = failure instanceof OutOfMemoryError || failure.getCause() instanceof OutOfMemoryError;
        if (wantsThreads) {
            look();
        }
    }

    /** To be called also when a call has taken too long. Never throws. */
    void look() {
        try {
            if (Tasks.ofOkHttp().stuckAt().isPresent() && looking.compareAndSet(false, true)) {
                lookLater(OptionalInt.empty());
            }
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            LOG.trace("OkHttp is left alone", e);
        }
    }

    private void lookLater(OptionalInt before) {
        try {
            timer.schedule(() -> look(before), BETWEEN_LOOKS);
        } catch (Throwable e) { // the next failure tries again
            looking.set(false);
        }
    }

    private void look(OptionalInt before) {
        OptionalInt now = OptionalInt.empty();
        try {
            Tasks tasks = Tasks.ofOkHttp();
            now = tasks.stuckAt();
            if (now.isPresent() && now.equals(before)) {
                tasks.startAgain();
                LOG.warn("The system refused OkHttp a thread; OkHttp opens connections again");
            }
        } catch (InvocationTargetException e) {
            LOG.debug("The system still gives OkHttp no thread", e);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.debug("This version of OkHttp is left alone", e);
            now = OptionalInt.empty();
        }
        if (now.isPresent()) {
            lookLater(now);
        } else {
            looking.set(false);
        }
    }

    /** OkHttp's own tasks, as its classes hold them. */
    private record Tasks(Object runner) {

        static Tasks ofOkHttp() throws ReflectiveOperationException {
            return new Tasks(Class.forName("okhttp3.internal.concurrent.TaskRunner")
                    .getField("INSTANCE")
                    .get(null));
        }

        /** How many threads OkHttp has requested, if the last of them has not begun. */
        OptionalInt stuckAt() throws ReflectiveOperationException {
            synchronized (runner) {
                int asked = field("executeCallCount").getInt(runner);
                return asked > field("runCallCount").getInt(runner) ? OptionalInt.of(asked) : OptionalInt.empty();
            }
        }

        void startAgain() throws ReflectiveOperationException {
            Object executor = runner.getClass().getMethod("getBackend").invoke(runner);
            for (Method method : Class.forName("okhttp3.internal.concurrent.TaskRunner$Backend")
                    .getMethods()) {
                if (method.getName().equals("execute")) {
                    method.invoke(executor, runner, field("runnable").get(runner));
                }
            }
        }

        private Field field(String name) throws ReflectiveOperationException {
            Field field = runner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field;
        }
    }
}
