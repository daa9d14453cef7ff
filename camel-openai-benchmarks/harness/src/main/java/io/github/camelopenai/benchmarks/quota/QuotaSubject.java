// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NoSuchElementException;

/** The clients that are compared, and where the build puts each of them. */
enum QuotaSubject {
    OURS("ours", Home.CAMEL),
    OURS_NO_HEADERS("ours-no-headers", Home.CAMEL),
    OURS_CLUSTER("ours-cluster", Home.CAMEL),
    SDK("sdk", Home.PEER),
    SDK_10("sdk-10", Home.PEER),
    CAMEL_THROTTLE("camel-throttle", Home.PEER),
    RESILIENCE_RPM("resilience-rpm", Home.PEER),
    RESILIENCE_BOTH("resilience-both", Home.PEER),
    COOKBOOK("cookbook", Home.HARNESS),
    COOKBOOK_75("cookbook-75", Home.HARNESS),
    AWS("aws", Home.HARNESS);

    private static final String NO_HEADERS = "no-headers";

    private final String label;
    private final Home home;

    QuotaSubject(String label, Home home) {
        this.label = label;
        this.home = home;
    }

    /** Finds a client by its {@link #label}. */
    static QuotaSubject of(String label) {
        return Arrays.stream(values())
                .filter(subject -> subject.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("there is no client " + label));
    }

    /** The name on the command line and in the report. */
    String label() {
        return label;
    }

    /** Whether it is this project's. */
    boolean isOurs() {
        return home == Home.CAMEL;
    }

    /** The class that starts this client's process. */
    String mainClass() {
        return getClass().getPackageName() + "." + home.mainClass;
    }

    /** The class path that the build wrote down for this client's module; the harness itself needs nothing else. */
    String classPath(Path benchmarks) throws IOException {
        Path target = benchmarks.resolve(home.module).resolve("target");
        String classes = target.resolve("classes").toString();
        return home == Home.HARNESS
                ? classes
                : classes
                        + File.pathSeparator
                        + Files.readString(target.resolve("classpath")).trim();
    }

    /** What the process is told: who scales waits by itself is announced virtual ones, and one is to see no headers. */
    QuotaCase tell(QuotaCase what) {
        QuotaCase told = home.scalesWaits ? what.with("waits", "virtual") : what;
        if (this != OURS_NO_HEADERS) {
            return told;
        }
        String switches = what.word("switches");
        return told.with("switches", switches.equals(QuotaCase.NO_SWITCH) ? NO_HEADERS : switches + "," + NO_HEADERS);
    }

    private enum Home {
        CAMEL("camel", "camel.OurClient", true),
        // openai-java sleeps through a hook, which is where its own backoff is scaled too.
        PEER("peer-openai-java", "openaijava.PeerClients", true),
        HARNESS("harness", "client.JdkClients", false);

        private final String module;
        private final String mainClass;
        private final boolean scalesWaits;

        Home(String module, String mainClass, boolean scalesWaits) {
            this.module = module;
            this.mainClass = mainClass;
            this.scalesWaits = scalesWaits;
        }
    }
}
