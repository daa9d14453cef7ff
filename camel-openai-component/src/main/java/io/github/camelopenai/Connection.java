// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.client.call.Credentials;
import io.github.camelopenai.internal.setup.ReservedHeaders;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The server and the account of an endpoint, from checked options and the environment. The text form shows no secret.
 *
 * @param baseUrl without a slash at the end
 */
record Connection(String baseUrl, Credentials credentials) {

    static final String OFFICIAL = "https://api.openai.com/v1";

    private static final int MAX_PORT = 65_535;

    /** Matches URLs without a login and a query, which may hold a secret. */
    private static final Pattern PLAIN_URL = Pattern.compile("[\\w.:/\\[\\]~+-]*");

    private static final Pattern SCHEME = Pattern.compile("^(?:[a-zA-Z][\\w+.-]*)?:?/{2}|^https?:/?(?!/)");
    private static final Pattern AUTHORITY = Pattern.compile("[\\w.-]+(:\\d{1,5})?");

    /**
     * @param environment values of environment variables and, with dots in their names, of system properties
     */
    static Connection of(OpenAiConfiguration options, UnaryOperator<String> environment) {
        ReservedHeaders.check(options.getAdditionalHeader());
        String baseUrl = checked(baseUrl(options, environment));
        String apiKey =
                first(options.getApiKey(), environment.apply("OPENAI_API_KEY"), environment.apply("openai.api.key"));
        String organization = first(options.getOrganization(), environment.apply("OPENAI_ORG_ID"));
        String project = first(options.getProject(), environment.apply("OPENAI_PROJECT_ID"));
        checkHeader("apiKey", apiKey);
        checkHeader("organization", organization);
        checkHeader("project", project);
        Connection connection = new Connection(baseUrl, new Credentials(apiKey, organization, project));
        boolean ownHeader = options.getAdditionalHeader().keySet().stream()
                .anyMatch(name -> name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("api-key"));
        if (apiKey == null && connection.isOfficial() && !ownHeader) {
            throw new IllegalArgumentException(OFFICIAL + " needs an API key, and none was found: looked at the option"
                    + " apiKey (of the endpoint, then camel.component.openai.api-key), the environment variable"
                    + " OPENAI_API_KEY and the system property openai.api.key. For another server set baseUrl");
        }
        return connection;
    }

    /** A value copied from a page or a file may contain a character that HTTP does not allow; it is not shown. */
    private static void checkHeader(String option, String value) {
        for (int at = 0; value != null && at < value.length(); at++) {
            if (value.charAt(at) < ' ' || value.charAt(at) > '~') {
                throw new IllegalArgumentException(
                        option + " has a character at position " + (at + 1)
                                + " that an HTTP header cannot hold, such as a line break or a typographic sign; copy it again");
            }
        }
    }

    /** The base URL as given; it may not be a valid URL. */
    static String baseUrl(OpenAiConfiguration options, UnaryOperator<String> environment) {
        return first(options.getBaseUrl(), environment.apply("OPENAI_BASE_URL"), OFFICIAL);
    }

    /** Whether this is OpenAI's own server, whose limits are known. */
    boolean isOfficial() {
        return baseUrl.toLowerCase(Locale.ROOT).startsWith("https://api.openai.com/");
    }

    private static String checked(String given) {
        String url = given.strip();
        boolean hasScheme = url.regionMatches(true, 0, "http://", 0, 7) || url.regionMatches(true, 0, "https://", 0, 8);
        if (!hasScheme) {
            throw new IllegalArgumentException("baseUrl must begin with http:// or https://" + withoutScheme(url));
        }
        if (url.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("baseUrl must be a URL without white space within it; take it out");
        }
        if (!isPlain(url)) {
            throw new IllegalArgumentException("baseUrl must be a scheme, a host, and a path such as /v1, without user,"
                    + " password, query or fragment; use apiKey and additionalHeader for secrets");
        }
        int end = url.length();
        while (url.charAt(end - 1) == '/') { // there is a host, so it ends
            end--;
        }
        return url.substring(0, end);
    }

    /** A URL with a login or a query may hold a secret, and is not shown. */
    private static String withoutScheme(String url) {
        if (!PLAIN_URL.matcher(url).matches()) {
            return "; it should look like " + OFFICIAL;
        }
        String rest = SCHEME.matcher(url).replaceFirst("");
        boolean isPublic = endsWithALetter(rest.split("/", 2)[0]);
        String path = rest.indexOf('/') < 0 ? "/v1" : "";
        return " but was '" + url + "'; try " + (isPublic ? "https://" : "http://") + rest + path;
    }

    /** Whether it is a name with dots, not an address or a port. */
    private static boolean endsWithALetter(String host) {
        return host.indexOf('.') >= 0 && Character.isLetter(host.charAt(host.length() - 1));
    }

    /** {@link URI} does not accept host names with an underscore, which containers have. */
    private static boolean isPlain(String url) {
        try {
            URI parsed = new URI(url);
            String authority = parsed.getRawAuthority();
            return authority != null
                    && (parsed.getHost() != null || AUTHORITY.matcher(authority).matches())
                    && parsed.getUserInfo() == null
                    && parsed.getQuery() == null
                    && parsed.getFragment() == null
                    && parsed.getPort() <= MAX_PORT;
        } catch (URISyntaxException e) { // its message quotes the whole URL
            return false;
        }
    }

    private static String first(String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate.strip(); // a key that was read from a file often ends with a line break
            }
        }
        return null;
    }
}
