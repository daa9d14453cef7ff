// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiServerException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a streamed answer is to the step that gets it as a body, in each of its formats. */
class StreamBodiesTest extends StreamScenario {

    @ParameterizedTest
    @ValueSource(strings = {"text", "event"})
    void textAndEventsAreAClosableIterator(String format) throws Exception {
        server.answer("ok");

        Exchange done = read("&streamFormat=" + format, exchange -> {});

        assertThat(bodyOf(done)).isInstanceOf(Iterator.class).isInstanceOf(Closeable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse", "ndjson"})
    void eventsAndLinesAreAnInputStreamThatIsReadAsItComes(String format) throws Exception {
        server.send(StreamServer.delta("first"));

        Exchange done = read("&streamFormat=" + format, exchange -> {
            InputStream body = (InputStream) exchange.getMessage().getBody();
            BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).contains("first");
            server.answer("last");
            assertThat(lines.lines()).anyMatch(line -> line.contains("last"));
        });

        assertThat(done.getException()).isNull();
    }

    @Test
    void textConvertsToAReaderOfAllOfIt() throws Exception {
        server.answer("Grüße ", "🚀");
        StringWriter text = new StringWriter();

        Exchange done = read(
                "text", exchange -> exchange.getMessage().getBody(Reader.class).transferTo(text));

        assertThat(done.getException()).isNull();
        assertThat(text).hasToString("Grüße 🚀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event", "sse", "ndjson"})
    void closingItClosesTheConnectionWhileTheRouteGoesOn(String format) throws Exception {
        server.send(StreamServer.delta("first"));

        Exchange done = read("&streamFormat=" + format, exchange -> {
            ((Closeable) exchange.getMessage().getBody()).close();

            assertThat(server.keepsSendingUntilClientIsGone(more -> more.send(StreamServer.delta("more"))))
                    .isTrue();
        });

        assertThat(done.getException()).isNull();
    }

    @Test
    void aCharacterThatComesInTwoChunksIsOne() throws Exception {
        byte[] event = ("data: " + StreamServer.delta("Grün") + "\n\n").getBytes(StandardCharsets.UTF_8);
        int within = new String(event, StandardCharsets.ISO_8859_1).indexOf('Ã') + 1;
        StringBuilder text = new StringBuilder();
        server.sendRaw(Arrays.copyOf(event, within));
        server.sendRaw(Arrays.copyOfRange(event, within, event.length)).answer();

        Exchange done = read(
                "text",
                exchange -> exchange.getMessage().getBody(Iterator.class).forEachRemaining(text::append));

        assertThat(done.getException()).isNull();
        assertThat(text).hasToString("Grün");
    }

    @Test
    void anEventNamedErrorIsAFailureToo() throws Exception {
        server.send(StreamServer.delta("part"))
                .sendRaw("event: error\ndata: {\"message\":\"Overloaded\"}\n\n")
                .end();

        Exchange done = read(
                "text",
                exchange -> exchange.getMessage().getBody(Iterator.class).forEachRemaining(piece -> {}));

        assertThat(failureOf(done, OpenAiServerException.class)).hasMessageContaining("Overloaded");
    }
}
