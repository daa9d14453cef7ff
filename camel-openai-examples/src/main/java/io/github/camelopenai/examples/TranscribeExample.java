// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import java.io.File;
import org.apache.camel.builder.RouteBuilder;

/** A recording in, subtitles out: the spoken words with their times. */
public final class TranscribeExample extends RouteBuilder {

    // tag::route[]
    @Override
    public void configure() {
        from("direct:listen").to("openai:transcribe?model=whisper-1&language=en&responseFormat=srt");
    }
    // end::route[]

    public static void main(String[] args) {
        File recording = args.length > 0
                ? new File(args[0])
                : ExampleContext.home().resolve("inbox/ferry.wav").toFile();
        try (ExampleContext example = ExampleContext.start(new TranscribeExample(), ExampleContext.access())) {
            System.out.println(example.ask("direct:listen", recording, String.class));
        }
    }
}
