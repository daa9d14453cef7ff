// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.tool.Nearest;
import io.github.camelopenai.internal.tool.ToolChain;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
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
    /** A shorter option, such as n, ends many a name by chance. */
    private static final int MIN_ENDING = 3;

    private static final Map<String, List<Option<?>>> OPERATIONS = new TreeMap<>(Map.of(
            "chat", ChatOperation.OPTIONS,
            "image", ImageOperation.OPTIONS,
            "transcribe", TranscribeOperation.OPTIONS,
            "speech", SpeechOperation.OPTIONS,
            "embed", EmbedOperation.OPTIONS));

    /** What to do about them. */
    private enum Policy {
        WARN,
        FAIL,
        IGNORE
    }

    private final String operation;
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
        this.policy = policy(settings.configured().apply("unknownHeaders"));
        this.ours.addAll(ours);
        this.open = open;
        known.addAll(ResponseHeaders.all());
        known.add(ToolChain.NAME);
    }

    private static Policy policy(Object given) {
        String name = given == null ? "warn" : given.toString();
        for (Policy policy : Policy.values()) {
            if (policy.name().equalsIgnoreCase(name)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("unknownHeaders must be warn, fail or ignore but was '" + name + "'");
    }

    /**
     * Warns about them once, or refuses the call.
     *
     * @param headers those that begin like ours
     */
    void check(Map<String, Object> headers, Exchange exchange) {
        if (headers.isEmpty() || policy == Policy.IGNORE) {
            return;
        }
        headers.forEach((name, value) -> {
            if (value != null
                    && !isRead(name)
                    && !known.contains(name)
                    && !(name.equalsIgnoreCase(Option.SERVICE_TIER.header())
                            && ServedTier.isAnswer(Option.SERVICE_TIER, value, exchange))) {
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
        String cut = name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) + "…" : name;
        String shown = cut.replaceAll("[^\\p{Graph}…]", "?");
        if (ours.contains(name)) {
            return "openai:" + operation + " does not read header " + shown
                    + (Option.isTrusted(name)
                            ? ", as headerOptions=" + open + " closes it"
                            : ", which must be written " + ours.ceiling(name)
                                    + "; a value that is set over it later is not read either");
        }
        String owners = OPERATIONS.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(option -> option.header().equalsIgnoreCase(name)))
                .map(entry -> "openai:" + entry.getKey())
                .collect(Collectors.joining(" and "));
        return "openai:" + operation + " does not read header " + shown
                + (owners.isEmpty() ? "" : ", which belongs to " + owners) + "; the nearest name is " + nearest(name);
    }

    /** Camel's own component puts the kind of model before some names, as in CamelOpenAISpeechVoice. */
    private String nearest(String name) {
        String longest = "";
        for (String header : ours) {
            String option = Option.nameIn(header);
            if (option.length() >= MIN_ENDING && name.endsWith(option) && header.length() > longest.length()) {
                longest = header;
            }
        }
        return longest.isEmpty() ? Nearest.to(name, ours, 1).get(0) : longest;
    }
}
