// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package consumer;

import org.apache.camel.CamelContext;

/** The versions on the class path: those that the project expects, and those of Jackson alike. */
final class Versions {

    private Versions() {}

    /**
     * Holds them against the system properties {@code expected.camel}, {@code expected.jackson} and {@code expected.okhttp},
     * where these are set.
     */
    static void check(CamelContext context) {
        String databind = databind();
        String core = com.fasterxml.jackson.core.json.PackageVersion.VERSION.toString();
        if (!core.equals(databind)) {
            throw new AssertionError("jackson-core is " + core + " beside jackson-databind " + databind);
        }
        expect("camel", context.getVersion());
        expect("jackson", databind);
        expect("okhttp", okhttp3.OkHttp.VERSION);
    }

    static String text(CamelContext context) {
        return "Camel " + context.getVersion() + ", Jackson " + databind() + ", OkHttp " + okhttp3.OkHttp.VERSION
                + ", Kotlin " + kotlin.KotlinVersion.CURRENT + ", Java " + Runtime.version().feature();
    }

    private static void expect(String name, String actual) {
        String expected = System.getProperty("expected." + name, "");
        if (!expected.isEmpty() && !expected.equals(actual)) {
            throw new AssertionError(name + " should be " + expected + " but is " + actual);
        }
    }

    private static String databind() {
        return com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION.toString();
    }
}
