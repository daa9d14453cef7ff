// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.setup.NameSuggestions;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;

/** The tools of a Camel context. A stopped one is still among them; one whose route is removed is not. Thread-safe. */
public final class ToolRoutes {

    /** Far beyond what an API takes; there to end a route that makes tools without end. */
    static final int MOST = 1_000;

    private static final int SUGGESTIONS = 3;
    private static final int SHOWN = 20;

    /** Of a name that nobody knows, so that a message about it stays short. */
    static final int LONGEST_NAME = 64;

    private final Map<String, ToolRoute> tools = new TreeMap<>(); // guarded by this

    ToolRoutes() {}

    /** Those of this context. */
    public static ToolRoutes of(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        ToolRoutes known = extension.getContextPlugin(ToolRoutes.class);
        if (known != null) {
            return known;
        }
        synchronized (extension) { // Camel itself has no way to add a plugin only where there is none
            ToolRoutes added = extension.getContextPlugin(ToolRoutes.class);
            if (added == null) {
                added = new ToolRoutes();
                extension.addContextPlugin(ToolRoutes.class, added);
            }
            return added;
        }
    }

    /**
     * Adds a tool and opens it; again after it was closed is fine.
     *
     * @throws IllegalArgumentException where another tool has its name, or there are too many
     */
    public void open(ToolRoute tool) {
        ToolRoute replaced;
        synchronized (this) {
            replaced = tools.get(tool.name());
            if (replaced == null && tools.size() >= MOST) {
                throw new IllegalArgumentException("tool " + tool.name() + " is one too many: there are " + MOST
                        + " in this Camel context already; remove some");
            }
            if (replaced != null && !replaced.givesWayTo(tool)) {
                throw new IllegalArgumentException("there are two tools named " + tool.name() + ": " + replaced.place()
                        + " and " + tool.place() + "; rename one");
            }
            tools.put(tool.name(), tool);
            tool.open();
        }
        if (replaced != null && replaced != tool) {
            replaced.abandon();
        }
    }

    /** Removes a tool; calls under way are told that it is gone. */
    public void remove(ToolRoute tool) {
        synchronized (this) {
            tools.remove(tool.name(), tool);
        }
        tool.abandon();
    }

    /**
     * The tools that have one of the names or tags: in the order of those, and within a tag by name, so that the same
     * request always looks the same to the server's prompt cache.
     *
     * @param workers where routes are run; it must never run a task in the thread that hands it over
     * @throws OpenAiRequestException when one of them is neither a tool nor a tag
     */
    public Toolbox select(List<String> namesOrTags, Executor workers, Timer timer, Ticker ticker) {
        Map<String, ToolRoute> selected = new LinkedHashMap<>();
        Collection<ToolRoute> all = all();
        for (String nameOrTag : namesOrTags) {
            List<ToolRoute> matches = all.stream()
                    .filter(tool -> tool.name().equals(nameOrTag)
                            || tool.definition().tags().contains(nameOrTag))
                    .toList();
            if (matches.isEmpty()) {
                throw unknown(nameOrTag, all);
            }
            matches.forEach(tool -> selected.putIfAbsent(tool.name(), tool));
        }
        return new Toolbox(selected, workers, timer, ticker);
    }

    private synchronized List<ToolRoute> all() {
        return List.copyOf(tools.values());
    }

    private static OpenAiRequestException unknown(String asked, Collection<ToolRoute> all) {
        String nameOrTag = ToolRun.cut(asked, LONGEST_NAME); // a header may hold anything
        String what = "tools=" + nameOrTag + ": no openai:tool route has this name or tag";
        if (all.isEmpty()) {
            return OpenAiRequestException.refused(what + ", and there is none at all; add a route from"
                    + " openai:tool?name=" + nameOrTag + ", or start it");
        }
        TreeSet<String> known = new TreeSet<>();
        all.forEach(tool -> known.addAll(namesOf(tool)));
        List<String> near = NameSuggestions.to(nameOrTag, known, SUGGESTIONS);
        String meant = near.isEmpty() ? "." : "; did you mean " + String.join(", ", near) + "?";
        return OpenAiRequestException.refused(what + meant + " Known are " + shown(known));
    }

    private static List<String> namesOf(ToolRoute tool) {
        return Stream.concat(Stream.of(tool.name()), tool.definition().tags().stream())
                .toList();
    }

    /** A list of names that stays readable. */
    static String shown(Collection<String> names) {
        String first = String.join(", ", names.stream().limit(SHOWN).toList());
        return names.size() <= SHOWN ? first : first + " and " + (names.size() - SHOWN) + " more";
    }
}
