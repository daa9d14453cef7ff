// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.setup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceAware;
import org.apache.camel.util.StringHelper;

/** Searches the YAML files of a context's routes for names as written there. Stateless. */
public final class RouteFiles {

    private static final int MAX_BYTES = 4 << 20;
    private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s)#.*$");

    /** The characters of a key; a search covers a limited number of them, so that it stays linear. */
    private static final String LETTER = "[^\\s:=\"'\\]]";

    private RouteFiles() {}

    /** A name as written in a file. */
    public record Place(String name, String file) {}

    /**
     * The name with dashes that Camel has changed into another one, if a file of the routes has it.
     *
     * @param option  such as {@code additionalHeader}
     * @param changed such as {@code XGatewayKey}
     */
    public static Optional<Place> nameBefore(CamelContext context, String option, String changed) {
        Pattern key = key(option, "-");
        return files(context)
                .flatMap(file -> names(file, key))
                .filter(place -> StringHelper.dashToCamelCase(place.name()).equals(changed))
                .findFirst();
    }

    /**
     * The location of a file whose names are unknown: it cannot be read, or not to its end, or a name has a
     * placeholder.
     *
     * @param option such as {@code additionalHeader}
     */
    public static Optional<String> unclear(CamelContext context, String option) {
        Pattern key = key(option, "\\{\\{");
        return files(context)
                .filter(file -> {
                    int length = content(file).length;
                    return length == 0
                            || length == MAX_BYTES
                            || names(file, key).findAny().isPresent();
                })
                .map(Resource::getLocation)
                .findFirst();
    }

    /** The YAML files of the context's routes. */
    private static Stream<Resource> files(CamelContext context) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        if (model == null) {
            return Stream.empty();
        }
        Stream<ResourceAware> definitions = Stream.of(
                        model.getRouteDefinitions(),
                        model.getRouteTemplateDefinitions(),
                        model.getRouteConfigurationDefinitions(),
                        model.getRestDefinitions())
                .flatMap(list -> list.stream().map(ResourceAware.class::cast));
        return definitions
                .map(ResourceAware::getResource)
                .filter(Objects::nonNull)
                .filter(file -> isYaml(file.getLocation().toLowerCase(Locale.ROOT)))
                .distinct();
    }

    private static boolean isYaml(String location) {
        return location.endsWith(".yaml")
                || location.endsWith(".yml")
                || location.contains(".yaml?")
                || location.contains(".yml?");
    }

    /** A YAML key with a separator behind the option's name, which may itself have dashes. */
    public static Pattern key(String option, String mark) {
        String written = StringHelper.camelCaseToDash(option).replace("-", "-?");
        return Pattern.compile(
                "[\\s{,\"']" + written + "[.\\[]((?:(?!" + mark + ")" + LETTER + "){0,200}+" + mark + LETTER
                        + "{0,200}+)\\]?+[\"']?+\\s*+:",
                Pattern.CASE_INSENSITIVE);
    }

    private static Stream<Place> names(Resource file, Pattern key) {
        String text = new String(content(file), StandardCharsets.UTF_8);
        Matcher matcher = key.matcher(COMMENT.matcher(text).replaceAll(" "));
        return matcher.results().map(found -> new Place(found.group(1), file.getLocation()));
    }

    private static byte[] content(Resource file) {
        try (InputStream content = file.exists() ? file.getInputStream() : InputStream.nullInputStream()) {
            return content.readNBytes(MAX_BYTES);
        } catch (IOException e) {
            return new byte[0]; // a missing file has no names
        }
    }
}
