// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.support.DefaultConsumer;

/** One tool and the route that runs it. Thread-safe. */
public final class ToolRoute {

    private final ToolDefinition definition;
    private final DefaultConsumer consumer;
    private final Set<ToolRun> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private volatile boolean gone;

    /**
     * @param consumer where calls enter the route
     */
    public ToolRoute(ToolDefinition definition, DefaultConsumer consumer) {
        this.definition = definition;
        this.consumer = consumer;
    }

    ToolDefinition definition() {
        return definition;
    }

    DefaultConsumer consumer() {
        return consumer;
    }

    String name() {
        return definition.name();
    }

    /** The route for messages, or the endpoint of a consumer that belongs to none. */
    String place() {
        return consumer.getRouteId() == null
                ? "endpoint " + consumer.getEndpoint().getEndpointUri()
                : "route " + consumer.getRouteId();
    }

    /** Whether it is the same tool: Camel makes a new consumer when a stopped route starts again. */
    boolean givesWayTo(ToolRoute other) {
        return this == other || !running && place().equals(other.place());
    }

    /** Calls are run from now on. */
    public void open() {
        gone = false;
        running = true;
    }

    /** New calls are told that the tool is stopped; those under way may end. */
    public void close() {
        running = false;
    }

    boolean isOpen() {
        return running;
    }

    /** The route is gone: whoever still waits for it is told so. */
    void abandon() {
        running = false;
        gone = true;
        underWay.forEach(ToolRun::abandon);
    }

    void begun(ToolRun run) {
        underWay.add(run);
        if (gone) { // it may have missed being abandoned
            run.abandon();
        }
    }

    void ended(ToolRun run) {
        underWay.remove(run);
    }

    @Override
    public String toString() {
        return "tool " + name() + " of " + place();
    }
}
