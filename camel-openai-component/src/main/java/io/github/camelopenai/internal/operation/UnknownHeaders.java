// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.option.HeaderOptions;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.setup.NameSuggestions;
import io.github.camelopenai.internal.tool.ToolChain;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the headers of a message that begin like ours and that nothing in this step reads: a typing error, another
 * operation's option, a name of Camel's own component, one that begins with another spelling of Camel, or one that headerOptions closes. Thread-safe.
 */
final class UnknownHeaders {

    private static final Logger LOG = LoggerFactory.getLogger(UnknownHeaders.class);

    /** Names come from messages; their number is not ours to choose. */
    private static final int MAX_REMEMBERED = 100;

    private static final int MAX_SHOWN = 80;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\p{Graph}]");

    /** What to do about them. */
    private enum Policy {
        WARN,
        FAIL,
        IGNORE
    }

    private final String operation;
    private final Map<String, List<Option<?>>> operations;
    private final Policy policy;
    private final NavigableSet<String> ours = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final HeaderOptions open;
    private final Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /**
     * @param ours the headers that this step reads
     * @param open which of them
     */
    UnknownHeaders(OperationSettings settings, Collection<String> ours, HeaderOptions open) {
        this.operation = settings.name();
        this.operations = new TreeMap<>(settings.optionsOfAll());
        this.policy = policy(settings.configured().apply("unknownHeaders"));
        this.ours.addAll(ours);
        this.open = open;
        known.addAll(ResponseHeaders.all());
        known.add(ToolChain.NAME);
    }

    private static Policy policy(Object given) {
        return given == null ? Policy.WARN : Policy.valueOf(given.toString().toUpperCase(Locale.ROOT));
    }

    /**
     * Warns about them once, or refuses the call.
     *
     * @param headers those that begin like ours
     */
    void check(Map<String, Object> headers) {
        if (headers.isEmpty() || policy == Policy.IGNORE) {
            return;
        }
        headers.forEach((name, value) -> {
            if (value != null && !isRead(name) && !known.contains(name)) {
                report(name);
            }
        });
    }

    private boolean isRead(String name) {
        return Option.isTrusted(name) && ours.contains(name) && open.allows(ours.ceiling(name));
    }

    private void report(String name) {
        if (policy == Policy.FAIL) {
            throw OpenAiRequestException.refused(
                    complaint(name) + "; remove it, or set unknownHeaders to warn or ignore");
        }
        if (said.size() < MAX_REMEMBERED && said.add(name.toLowerCase(Locale.ROOT))) {
            LOG.warn("{}. The call goes on without it; unknownHeaders=fail refuses such calls", complaint(name));
        }
    }

    private String complaint(String name) {
        String beginning = name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) : name;
        String shown = UNPRINTABLE.matcher(beginning).replaceAll("?") + (beginning.equals(name) ? "" : "…");
        String unread = "openai:" + operation + " does not read header " + shown;
        if (ours.contains(name)) {
            return unread
                    + (Option.isTrusted(name)
                            ? ", as headerOptions=" + open + " closes it"
                            : ", which must be written " + ours.ceiling(name)
                                    + "; a value that is set over it later is not read either");
        }
        String owners = owners(name);
        if (!owners.isEmpty()) {
            return unread + ", which belongs to " + owners;
        }
        return nearest(name, ours)
                .map(header -> unread + "; the nearest name is " + header)
                .or(() -> nearest(name, elsewhere())
                        .map(header -> unread + "; " + header + " of " + owners(header) + " has a similar name"))
                .orElse(unread + ", and no header with a similar name");
    }

    private String owners(String header) {
        return operations.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(option -> option.header().equalsIgnoreCase(header)))
                .map(entry -> "openai:" + entry.getKey())
                .collect(Collectors.joining(" and "));
    }

    private Set<String> elsewhere() {
        return operations.values().stream()
                .flatMap(List::stream)
                .map(Option::header)
                .collect(Collectors.toSet());
    }

    /** By what follows the prefix of all: it would make any two names alike. */
    private static Optional<String> nearest(String name, Collection<String> headers) {
        Map<String, String> byOption = new TreeMap<>();
        headers.forEach(header -> byOption.put(Option.nameIn(header), header));
        return NameSuggestions.to(Option.nameIn(name), byOption.keySet(), 1).stream()
                .map(byOption::get)
                .findFirst();
    }
}
