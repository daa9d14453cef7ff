// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.etl;

import org.apache.camel.builder.RouteBuilder;

/**
 * The routes. No thread waits in them: all files are under way at once, and the component lets their calls out as the
 * quota allows.
 */
final class EtlRoutes extends RouteBuilder {

    private static final String INSTRUCTION = "Summarise the text in two sentences, in the language of the text.";

    private final Batch batch;
    private final Progress progress;

    EtlRoutes(Batch batch, Progress progress) {
        this.batch = batch;
        this.progress = progress;
    }

    // tag::route[]
    @Override
    public void configure() {
        // One failed step ends its own branch; the other files, and the other branch of the same file, go on.
        onException(Exception.class).handled(true).process(batch::failed).process(progress::failed);

        from("file:{{inbox}}?noop=true&initialDelay=0&charset=utf-8&include=" + Inbox.NAMES)
                .onCompletion()
                .process(batch::finished)
                .end()
                .choice()
                .when(simple("${file:ext} =~ 'txt'"))
                .to("direct:article")
                .when(simple("${file:ext} =~ 'prompt'"))
                .to("direct:prompt")
                .otherwise()
                .to("direct:recording");

        from("direct:article")
                .convertBodyTo(String.class)
                .multicast()
                .parallelProcessing()
                .to("direct:summary", "direct:vector");

        // tag::readme[]
        from("direct:summary")
                .to("openai:chat?maxTokens=300&systemMessage=" + INSTRUCTION)
                .to("file:{{outbox}}/summaries?charset=utf-8&fileName=${file:name.noext}.txt")
                .to("openai:speech?responseFormat=wav")
                .to("file:{{outbox}}/audio?fileName=${file:name.noext}.${header.CamelOpenAIFileExtension}");

        from("direct:recording")
                .to("openai:transcribe")
                .to("file:{{outbox}}/transcripts?charset=utf-8&fileName=${file:name.noext}.txt")
                .to("direct:vector");
        // end::readme[]

        from("direct:prompt")
                .convertBodyTo(String.class)
                .to("openai:image?size=1024x1024&quality=low")
                .to("file:{{outbox}}/images?fileName=${file:name.noext}.${header.CamelOpenAIFileExtension}");

        from("direct:vector")
                .to("openai:embed?model=text-embedding-3-small&dimensions=256")
                .transform()
                .exchange(VectorLine::of)
                .marshal()
                .json()
                .to("file:{{outbox}}?fileName=vectors.jsonl&fileExist=Append&appendChars=\\n");
    }
    // end::route[]
}
