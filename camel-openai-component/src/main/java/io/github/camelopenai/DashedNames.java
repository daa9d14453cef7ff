// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.setup.RouteFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.util.StringHelper;

/**
 * Finds names that Camel has changed before this component gets them: camel-main and the YAML DSL turn
 * {@code X-Gateway-Key} into {@code XGatewayKey}. Stateless.
 */
final class DashedNames {
    /*
     * 1. A name with a dash is unchanged: Camel removes all dashes or none.
     * 2. The properties of camel-main can still be read, so the names of the component are restored.
     * 3. A changed name under parameters: in a YAML file is looked up in that file and refused. It is not restored: two
     *    names of a file may have become one, and not every deployment can read the file.
     * 4. If a YAML file cannot be read, an HTTP header without a dash but with a capital or digit inside may have been
     *    changed. Such a name is refused; to use it, write it in JSON or in small letters. If all files can be read, it
     *    is unchanged: only YAML changes names. Names of parameters and fields often look like this and are always
     *    accepted.
     */
    private static final Pattern CHANGED = Pattern.compile("[^-.](?>[^-.\\p{Lu}\\d]*[\\p{Lu}\\d])[^-]*+");
    private static final Pattern PROPERTY = Pattern.compile(
            "camel\\.component\\.[^.]+\\.(?:configuration\\.)?(additional-?header|additional-?body-?property)\\.([^-\\n\\r]*+-.*+)",
            Pattern.CASE_INSENSITIVE);

    private DashedNames() {}

    /** Restores the names of a component's options that camel-main has changed. */
    static void restore(CamelContext context, OpenAiConfiguration options) {
        Stream.concat(
                        context
                                .getPropertiesComponent()
                                .loadProperties(DashedNames::isDashed)
                                .stringPropertyNames()
                                .stream(),
                        System.getProperties().stringPropertyNames().stream())
                .map(PROPERTY::matcher)
                .filter(Matcher::matches)
                .forEach(property -> restore(
                        property.group(1).toLowerCase(java.util.Locale.ROOT).endsWith("header")
                                ? options.getAdditionalHeader()
                                : options.getAdditionalBodyProperty(),
                        property.group(2)));
    }

    private static boolean isDashed(String property) {
        return PROPERTY.matcher(property).matches();
    }

    private static void restore(Map<String, Object> values, String name) {
        String changed = StringHelper.dashToCamelCase(name);
        if (values.containsKey(changed)) {
            values.put(name, values.remove(changed));
        }
    }

    /**
     * Refuses names that Camel has changed, or may have changed.
     *
     * @param option such as {@code additionalHeader}
     * @param names  as received, without the option's name
     */
    static void check(CamelContext context, OpenAiOperation operation, String option, Iterable<String> names) {
        List<String> suspects = new ArrayList<>();
        names.forEach(name -> {
            if (CHANGED.matcher(name).matches()) {
                suspects.add(name);
            }
        });
        for (String name : suspects) {
            Optional<RouteFiles.Place> place = RouteFiles.nameBefore(context, option, name);
            if (place.isPresent()) {
                throw new IllegalArgumentException(option + "." + place.get().name() + " in "
                        + place.get().file() + " came as " + option + "." + name
                        + ", as Camel takes dashes out of the names under parameters: of a YAML route; "
                        + forms(operation, option, place.get().name()));
            }
            if (option.equals("additionalHeader")) {
                RouteFiles.unclear(context, option).ifPresent(file -> {
                    throw unclear(operation, option + "." + name, file);
                });
            }
        }
    }

    private static IllegalArgumentException unclear(OpenAiOperation operation, String name, String file) {
        return new IllegalArgumentException(
                name + " may be a name whose dashes Camel has taken out, as it does under parameters: of a YAML route"
                        + " such as those in " + file + "; the file does not show which name was meant; "
                        + forms(operation, "additionalHeader", "X-Gateway-Key")
                        + ". A header that has no dash is written in small letters, or as the name in such a JSON object");
    }

    /** How to write a name with dashes so that it arrives unchanged. */
    static String forms(OpenAiOperation operation, String option, String name) {
        String value = option.equals("parameter") ? "string" : "…";
        String forms = "write it there as " + option + ": 'RAW({\"" + name + "\": \"" + value
                + "\"})', or into the URI as openai:" + operation.name() + "?" + option + "." + name + "=" + value;
        return option.equals("parameter")
                ? forms
                : forms + "; in properties as camel.component.openai." + StringHelper.camelCaseToDash(option) + "["
                        + name + "]=" + value;
    }
}
