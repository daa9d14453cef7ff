// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/**
 * Gives the tests of a class one simulator, resets it before each test, and fails a test that leaves something open.
 *
 * <p>The simulator comes as a parameter or into fields of its type. After each test the extension looks for scripted replies
 * that no request took, and, for two seconds at most, waits until no exchange is under way: a request without an answer, or
 * an answer the client has not taken off the wire. An answer smaller than the socket buffers is off the server's hands
 * before the client reads it; only the client can tell that such a body was not closed, through {@link #watch}.
 *
 * <p>Not for tests of one class that run concurrently: they would share one script. Thread-safe.
 */
public final class OpenAiSimulatorExtension
        implements BeforeEachCallback, AfterEachCallback, ParameterResolver, TestInstancePostProcessor {
    private static final Namespace NAMESPACE = Namespace.create(OpenAiSimulatorExtension.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Optional<Supplier<OpenAiSimulatorBuilder>> settings;
    private final Map<String, IntSupplier> watched = new ConcurrentHashMap<>();

    /** For {@link WithOpenAiSimulator}, whose values are the settings. */
    OpenAiSimulatorExtension() {
        this(Optional.empty());
    }

    private OpenAiSimulatorExtension(Optional<Supplier<OpenAiSimulatorBuilder>> settings) {
        this.settings = settings;
    }

    /** A simulator without limits. */
    public static OpenAiSimulatorExtension create() {
        return with(OpenAiSimulator::builder);
    }

    public static OpenAiSimulatorExtension withTier(Tier tier) {
        return with(() -> OpenAiSimulator.builder().tier(tier));
    }

    /** A simulator with these settings. */
    public static OpenAiSimulatorExtension with(Supplier<OpenAiSimulatorBuilder> settings) {
        return new OpenAiSimulatorExtension(Optional.of(settings));
    }

    /**
     * Fails tests after which this count does not become zero.
     *
     * @param name      what is counted, for the message: "open response bodies"
     * @param openCount asked after each test, repeatedly for two seconds at most
     */
    public OpenAiSimulatorExtension watch(String name, IntSupplier openCount) {
        watched.put(name, openCount);
        return this;
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context) throws IllegalAccessException {
        for (Class<?> type = instance.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == OpenAiSimulator.class && !Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    field.set(instance, simulator(context));
                }
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        simulator(context).reset();
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        OpenAiSimulator simulator = simulator(context);
        Leftovers leftovers = Leftovers.of(simulator, watched, PATIENCE);
        // Also after a failure: what is still scripted must not reach the next test.
        simulator.reset();
        if (context.getExecutionException().isEmpty()) {
            leftovers.failIfAny();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == OpenAiSimulator.class;
    }

    @Override
    public OpenAiSimulator resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return simulator(context);
    }

    /** One for each test class, nested ones included; JUnit (5.13 or newer) closes it with the outermost class. */
    private OpenAiSimulator simulator(ExtensionContext context) {
        ExtensionContext outermost = context;
        while (outermost
                .getParent()
                .filter(parent -> parent.getTestClass().isPresent())
                .isPresent()) {
            outermost = outermost.getParent().orElseThrow();
        }
        Class<?> testClass = context.getRequiredTestClass();
        return outermost.getStore(NAMESPACE).getOrComputeIfAbsent(this, key -> start(testClass), OpenAiSimulator.class);
    }

    private OpenAiSimulator start(Class<?> testClass) {
        return settings.map(Supplier::get).orElseGet(() -> annotated(testClass)).start();
    }

    private static OpenAiSimulatorBuilder annotated(Class<?> testClass) {
        OpenAiSimulatorBuilder builder = OpenAiSimulator.builder();
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            WithOpenAiSimulator annotation = type.getAnnotation(WithOpenAiSimulator.class);
            if (annotation != null) {
                return builder.tier(annotation.tier()).timeScale(annotation.timeScale());
            }
        }
        return builder;
    }
}
