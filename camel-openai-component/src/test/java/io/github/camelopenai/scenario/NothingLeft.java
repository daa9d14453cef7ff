// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.UnderWay;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.CamelContextTracker;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Fails a test after which something of ours is left: a call in flight or in a queue, an open body, a temporary file, a thread.
 * It looks at every Camel context that the test's thread has made: before it stops, and again when all is over. Thread-safe.
 */
final class NothingLeft implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    /*
     * 1. Before a context stops, nothing may go on any more: a stop would end it and hide it. Tests of the stop itself say
     *    EndsUnderWay.
     * 2. After the stop, permits must be back and bodies closed: the stop only breaks connections off.
     * 3. Threads and files belong to the JVM. Tests that run at once look for them when their class has ended.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long BETWEEN_LOOKS_NANOS = 5_000_000;
    private static final Namespace NAMESPACE = Namespace.create(NothingLeft.class);

    @Override
    public void beforeAll(ExtensionContext test) throws IOException {
        begin(test);
    }

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        begin(test);
    }

    private static void begin(ExtensionContext test) throws IOException {
        boolean endsUnderWay = Stream.of(test.getElement(), test.getTestClass())
                .flatMap(element -> element.stream())
                .anyMatch(element -> element.isAnnotationPresent(EndsUnderWay.class));
        outer(test).forEach(Watch::close); // from now on contexts are those of tests
        Watch watch = new Watch(spoolFiles(), endsUnderWay);
        store(test).put(test.getUniqueId(), watch);
        watch.open();
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        boolean alone = test.getExecutionMode() == ExecutionMode.SAME_THREAD;
        boolean ofClassRuns = outer(test).stream().anyMatch(Watch::runs);
        end(test, alone && !ofClassRuns);
    }

    @Override
    public void afterAll(ExtensionContext test) throws Exception {
        end(test, test.getParent().flatMap(ExtensionContext::getTestClass).isEmpty());
    }

    private static void end(ExtensionContext test, boolean alsoOfTheJvm) throws Exception {
        Watch watch = store(test).remove(test.getUniqueId(), Watch.class);
        watch.close();
        List<String> left = watch.left();
        if (alsoOfTheJvm) {
            left.addAll(settled(() -> Stream.concat(threads().stream(), newSpools(watch.spoolsBefore).stream())
                    .toList()));
        }
        if (!left.isEmpty() && test.getExecutionException().isEmpty()) {
            throw new AssertionError("left after the test: " + String.join("; ", left));
        }
    }

    /** Those of the classes around. */
    private static List<Watch> outer(ExtensionContext test) {
        List<Watch> outer = new ArrayList<>();
        for (var parent = test.getParent();
                parent.isPresent();
                parent = parent.get().getParent()) {
            Watch watch = store(parent.get()).get(parent.get().getUniqueId(), Watch.class);
            if (watch != null) {
                outer.add(watch);
            }
        }
        return outer;
    }

    private static ExtensionContext.Store store(ExtensionContext test) {
        return test.getStore(NAMESPACE);
    }

    /** What does not end by itself in time. */
    private static List<String> settled(Callable<List<String>> look) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<String> left = look.call();
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            left = look.call();
        }
        return left;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches(".*OpenAi(Timer|Worker|Http).*"))
                .map(name -> "thread " + name)
                .toList();
    }

    private static List<String> newSpools(Set<String> before) throws IOException {
        Set<String> now = spoolFiles();
        now.removeAll(before);
        return Stream.concat(now.stream(), Scenario.openSpools().stream())
                .map(file -> "temporary file " + file)
                .toList();
    }

    private static Set<String> spoolFiles() throws IOException {
        Set<String> names = new HashSet<>();
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "camel-openai-*")) {
            files.forEach(file -> names.add(file.toString()));
        }
        return names;
    }

    /** The contexts of one test, or of one class. */
    private static final class Watch extends CamelContextTracker {
        private final Thread owner = Thread.currentThread();
        private final Set<String> spoolsBefore;
        private final boolean endsUnderWay;
        private final List<CamelContext> contexts = new CopyOnWriteArrayList<>();
        private final List<UnderWay> stopped = new CopyOnWriteArrayList<>();
        private final List<String> complaints = new CopyOnWriteArrayList<>();

        Watch(Set<String> spoolsBefore, boolean endsUnderWay) {
            this.spoolsBefore = spoolsBefore;
            this.endsUnderWay = endsUnderWay;
        }

        @Override
        public void contextCreated(CamelContext context) {
            if (Thread.currentThread() == owner) {
                contexts.add(context);
                context.getManagementStrategy().addEventNotifier(new BeforeStop(this));
            }
        }

        boolean runs() {
            return contexts.stream().anyMatch(context -> !context.isStopped());
        }

        void beforeStop(CamelContext context) throws Exception {
            List<UnderWay> components = components(context);
            if (!endsUnderWay) {
                settled(() -> left(components)).forEach(what -> complaints.add(what + ", before the stop"));
            }
            stopped.addAll(components);
        }

        /** Of all contexts, those that still run too. */
        List<String> left() throws Exception {
            List<UnderWay> all = new ArrayList<>(stopped);
            contexts.stream()
                    .filter(context -> !context.isStopped())
                    .forEach(context -> all.addAll(components(context)));
            List<String> left = new ArrayList<>(complaints);
            left.addAll(settled(() -> left(all)));
            return left;
        }

        private static List<String> left(List<UnderWay> components) {
            return components.stream()
                    .flatMap(component -> component.left().stream())
                    .toList();
        }

        private static List<UnderWay> components(CamelContext context) {
            List<UnderWay> found = new ArrayList<>();
            for (String name : context.getComponentNames()) {
                Component component = context.hasComponent(name);
                if (component instanceof OpenAiComponent ours) {
                    UnderWay.in(ours).ifPresent(found::add);
                }
            }
            return found;
        }
    }

    /** Hears that a context is about to stop, on the thread that stops it. */
    private static final class BeforeStop extends EventNotifierSupport {
        private final Watch watch;

        BeforeStop(Watch watch) {
            this.watch = watch;
            setIgnoreExchangeEvents(true);
            setIgnoreExchangeAsyncProcessingStartedEvents(true);
            setIgnoreRouteEvents(true);
            setIgnoreServiceEvents(true);
            setIgnoreStepEvents(true);
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event.getType() == CamelEvent.Type.CamelContextStopping;
        }

        @Override
        public void notify(CamelEvent event) throws Exception {
            watch.beforeStop(((CamelEvent.CamelContextStoppingEvent) event).getContext());
        }
    }
}
