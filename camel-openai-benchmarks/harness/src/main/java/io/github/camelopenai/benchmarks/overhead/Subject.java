// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NoSuchElementException;

/** The clients that are compared, and where the build puts each of them. */
enum Subject {
    CAMEL("camel", "camel", "camel.CamelClient"),
    FLOOR("floor", "floor", "floor.FloorClient"),
    OPENAI_JAVA("openai-java", "peer-openai-java", "openaijava.OpenAiJavaClient"),
    OPENAI_JAVA_ASYNC("openai-java-async", "peer-openai-java", "openaijava.OpenAiJavaAsyncClient"),
    LANGCHAIN4J("langchain4j", "peer-langchain4j", "langchain4j.Langchain4jClient");

    private final String label;
    private final String module;
    private final String mainClass;

    Subject(String label, String module, String mainClass) {
        this.label = label;
        this.module = module;
        this.mainClass = mainClass;
    }

    /** Finds a client by its {@link #label}. */
    static Subject of(String label) {
        return Arrays.stream(values())
                .filter(subject -> subject.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("there is no client " + label));
    }

    /** The name on the command line and in the report. */
    String label() {
        return label;
    }

    /** The class that starts this client's process. */
    String mainClass() {
        return getClass().getPackageName() + "." + mainClass;
    }

    /** The class that keeps idle streams open, in a process of its own; only we have one. */
    String idleClass() {
        return getClass().getPackageName() + ".camel.IdleStreams";
    }

    /** The class path that the build wrote down for this client alone. */
    String classPath(Path home) throws IOException {
        Path target = home.resolve(module).resolve("target");
        return target.resolve("classes")
                + File.pathSeparator
                + Files.readString(target.resolve("classpath")).trim();
    }
}
