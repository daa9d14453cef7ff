// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.setup.NameSuggestions;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks the names in an endpoint's URI, and suggests similar names. Stateless. */
final class OptionNames {

    private static final int SUGGESTIONS = 3;
    private static final List<String> CALL_PREFIXES = List.of("additionalHeader.", "additionalBodyProperty.");
    private static final List<String> TOOL_PREFIXES = List.of("parameter.");

    /** Camel gives them to all consumers; this one does not use them, because failures are reported to the model. */
    private static final Set<String> OF_OTHER_CONSUMERS =
            Set.of("bridgeErrorHandler", "exceptionHandler", "exchangePattern");

    private OptionNames() {}

    /** The operation that a path names, or an exception that suggests the nearest. */
    static OpenAiOperation operation(String path) {
        return OpenAiOperation.of(path).orElseThrow(() -> {
            List<String> names =
                    Arrays.stream(OpenAiOperation.values()).map(Enum::name).toList();
            return new IllegalArgumentException("there is no operation openai:" + path
                    + NameSuggestions.to(path, names, 1).stream()
                            .map(name -> "; did you mean openai:" + name + "?")
                            .findFirst()
                            .orElse(".")
                    + " The operations are " + String.join(", ", names));
        });
    }

    /**
     * Refuses names that are unknown or belong to another operation.
     *
     * @param all every option of an endpoint, whatever its operation
     */
    static void check(OpenAiOperation operation, Collection<String> given, Collection<String> all) {
        boolean isCall = operation != OpenAiOperation.tool;
        Set<String> valid = isCall ? ofCalls(all) : new TreeSet<>();
        valid.addAll(operation.options());
        List<String> prefixes = isCall ? CALL_PREFIXES : TOOL_PREFIXES;
        for (String name : given) {
            if (!valid.contains(name) && prefixes.stream().noneMatch(name::startsWith)) {
                throw new IllegalArgumentException(complaint(operation, name, valid, all));
            }
        }
    }

    /** The options shared by all operations that call the API. */
    private static Set<String> ofCalls(Collection<String> all) {
        Set<String> common = new TreeSet<>(all);
        common.removeAll(OF_OTHER_CONSUMERS);
        for (OpenAiOperation operation : OpenAiOperation.values()) {
            common.removeAll(operation.options());
        }
        common.addAll(OpenAiOperation.COMMON);
        return common;
    }

    private static String complaint(OpenAiOperation operation, String name, Set<String> valid, Collection<String> all) {
        int bracket = name.indexOf('[');
        if (bracket > 0 && valid.contains(name.substring(0, bracket))) {
            return name + " has brackets, which belong to properties; "
                    + DashedNames.forms(operation, name.substring(0, bracket), "X-Gateway-Key");
        }
        String plain = name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.'));
        List<String> owners = owners(plain, all);
        if (!owners.isEmpty()) {
            return "option " + name + " belongs to " + String.join(" and ", owners) + ", not to openai:"
                    + operation.name();
        }
        String unknown = "openai:" + operation.name() + " has no option " + name;
        List<String> near = NameSuggestions.to(name, valid, SUGGESTIONS);
        if (!near.isEmpty()) {
            return unknown + "; did you mean " + String.join(", ", near) + "?";
        }
        return NameSuggestions.to(name, all, 1).stream()
                .filter(other -> !owners(other, all).isEmpty())
                .map(other -> unknown + "; did you mean " + other + ", an option of "
                        + String.join(" and ", owners(other, all)) + "?")
                .findFirst()
                .orElse(unknown + ", and none with a similar name");
    }

    /** The operations that have an option. */
    private static List<String> owners(String option, Collection<String> all) {
        if (ofCalls(all).contains(option)) {
            return List.of("the operations that call the API");
        }
        return Arrays.stream(OpenAiOperation.values())
                .filter(other -> other.options().contains(option))
                .map(other -> "openai:" + other.name())
                .toList();
    }
}
