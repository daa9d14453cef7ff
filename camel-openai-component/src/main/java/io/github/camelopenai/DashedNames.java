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
 * Finds the names that Camel has changed before they come here: camel-main and the YAML DSL make {@code XGatewayKey} of
 * {@code X-Gateway-Key}. Stateless.
 */
final class DashedNames {
    /*
     * 1. A name with a dash is as it was written: Camel takes out all dashes or none.
     * 2. What camel-main was given can still be asked for, so names of the component are set right.
     * 3. What a YAML file says under parameters: is looked up in that file, and refused. It is not set right: two names of a
     *    file may have become one, and whether a file can be read differs from one place to another.
     * 4. Of an HTTP header without a dash but with a capital or digit inside, nobody can tell whether it was changed where a
     *    YAML file cannot be looked into. There such a name is refused; one that is meant is written in JSON or in small
     *    letters. Everywhere else it is as it was written: nothing but YAML changes names. Names of parameters and fields are
     *    often written so, and are always taken as they are.
     */
    private static final Pattern CHANGED = Pattern.compile("[^-.](?>[^-.\\p{Lu}\\d]*[\\p{Lu}\\d])[^-]*+");
    private static final Pattern PROPERTY = Pattern.compile(
            "camel\\.component\\.[^.]+\\.(?:configuration\\.)?(additional-?header|additional-?body-?property)\\.([^-\\n\\r]*+-.*+)",
            Pattern.CASE_INSENSITIVE);

    private DashedNames() {}

    /** Gives the names that camel-main has changed back to the options of a component. */
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
     * Refuses names that Camel has changed, or may have.
     *
     * @param option such as {@code additionalHeader}
     * @param names  as they came, without the option's name
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

    /** How a name with dashes is written so that it arrives. */
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
