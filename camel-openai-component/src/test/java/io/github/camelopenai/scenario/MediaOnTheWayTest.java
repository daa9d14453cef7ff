// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.test.OpenAiSimulator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.junit.jupiter.api.Test;

/** Pictures and recordings that leave the exchange they were made in, by each of the usual ways. */
class MediaOnTheWayTest extends Scenario {

    private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(10);

    @Test
    void theResultsOfASplitAreReadAfterIt() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:draw")
                        .split(body(), new GroupedBodyAggregationStrategy())
                        .to("openai:image?size=64x64")
                        .end()
                        .split(body())
                        .process(e -> arrived.add(e.getMessage().getBody(byte[].class)));
            }
        });

        bodyOf(call("direct:draw", List.of("a cat", "a dog")));

        assertThat(arrived.stream().map(OpenAiSimulator::promptOf).map(prompt -> prompt.orElse("nothing")))
                .containsExactly("a cat", "a dog");
    }

    @Test
    void anEnrichmentIsReadAfterIt() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:speak").enrich("openai:speech?responseFormat=wav").convertBodyTo(byte[].class);
            }
        });

        byte[] spoken = (byte[]) bodyOf(call("direct:speak", "hello"));

        assertThat(OpenAiSimulator.spokenTextOf(spoken)).hasValue("hello");
    }

    @Test
    void aWireTapReadsItsOwnCopy() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:speak")
                        .to("openai:speech?responseFormat=wav")
                        .wireTap("direct:tap")
                        .convertBodyTo(byte[].class);
                from("direct:tap").process(e -> arrived.add(e.getMessage().getBody(byte[].class)));
            }
        });

        byte[] spoken = (byte[]) bodyOf(call("direct:speak", "hello"));

        assertThat(arrival()).isEqualTo(spoken);
    }

    @Test
    void aQueueTakesItOver() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:draw").to("openai:image?size=64x64").to("seda:next");
                from("seda:next?pollTimeout=20")
                        .process(e -> arrived.add(e.getMessage().getBody(byte[].class)));
            }
        });

        template.sendBody("direct:draw", "a cat");

        assertThat(OpenAiSimulator.promptOf(arrival())).hasValue("a cat");
    }

    @Test
    void aRecordingIsTranscribedWithoutATurnThroughAFile() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:echo").to("openai:speech").to("openai:transcribe");
            }
        });

        assertThat(bodyOf(call("direct:echo", "hello world"))).isEqualTo("hello world");
    }

    private byte[] arrival() throws InterruptedException {
        byte[] bytes = arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(bytes).isNotNull();
        return bytes;
    }
}
