// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiResponseException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseParserTest {

    /** Bytes as text; \n and \r are line breaks; events are written type=data and joined by a bar. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "one event;                        data: a\\n\\n;                              =a",
                "two events;                       data: a\\n\\ndata: b\\n\\n;                 =a|=b",
                "CRLF;                             data: a\\r\\n\\r\\ndata: b\\r\\n\\r\\n;     =a|=b",
                "CR alone;                         data: a\\r\\rdata: b\\r\\r;                 =a|=b",
                "no blank after the colon;         data:a\\n\\n;                               =a",
                "only one blank is cut;            data:  a\\n\\n;                             = a",
                "lines are joined;                 data: a\\ndata: b\\n\\n;                    =a/b",
                "an empty line of data counts;     data\\ndata: b\\n\\n;                       =/b",
                "a field without a colon;          data\\n\\n;                                 =",
                "a comment keeps alive;            : ping\\n\\ndata: a\\n\\n: ping\\n\\n;      =a",
                "an event with a name;             event: error\\ndata: a\\n\\n;               error=a",
                "a name without data is none;      event: ping\\n\\ndata: a\\n\\n;             =a",
                "id and retry are passed over;     id: 7\\nretry: 10\\ndata: a\\n\\n;          =a",
                "unknown fields;                   foo: bar\\ndatum: x\\ndata: a\\n\\n;        =a",
                "a byte order mark;                \\u00EF\\u00BB\\u00BFdata: a\\n\\n;         =a",
                "the end without an empty line;    data: a;                                    =a",
                "the end after a line;             data: a\\n;                                 =a",
                "no event at all;                  : nothing\\n\\n;                            ''",
                "empty;                            '';                                         ''",
            })
    void readsEveryFormInSlicesOfEverySize(String label, String bytes, String events) {
        byte[] stream = bytes(bytes);

        for (int size = 1; size <= Math.max(1, stream.length); size++) {
            assertThat(String.join("|", parsed(stream, size)))
                    .as("%s, in slices of %d", label, size)
                    .isEqualTo(events);
        }
    }

    @Test
    void aCharacterOfSeveralBytesMayBeCutAnywhere() {
        byte[] stream = "data: grün 漢字 🚀\n\n".getBytes(StandardCharsets.UTF_8);

        for (int size = 1; size <= stream.length; size++) {
            assertThat(parsed(stream, size)).containsExactly("=grün 漢字 🚀");
        }
    }

    @Test
    void randomEventsCutAtRandomPlacesComeOutAsTheyWentIn() {
        Random random = new Random(11);

        for (int run = 0; run < 200; run++) {
            List<String> events = new ArrayList<>();
            StringBuilder stream = new StringBuilder();
            for (int index = 0; index < random.nextInt(20); index++) {
                String data = "x".repeat(random.nextInt(3000)) + "é" + index;
                String lineBreak = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
                stream.append(random.nextBoolean() ? ": comment" + lineBreak + lineBreak : "");
                stream.append("data: ").append(data).append(lineBreak).append(lineBreak);
                events.add("=" + data);
            }

            List<String> parsed = parsed(stream.toString().getBytes(StandardCharsets.UTF_8), 1 + random.nextInt(5000));

            assertThat(parsed).isEqualTo(events);
        }
    }

    @Test
    void anEventBeyondTheBoundIsRefusedRatherThanKept() {
        SseParser parser = new SseParser(100);
        byte[] line = ("data: " + "x".repeat(60) + "\n").getBytes(StandardCharsets.UTF_8);
        parser.feed(line, 0, line.length);
        assertThat(parser.next()).isFalse();
        parser.feed(line, 0, line.length);

        assertThatThrownBy(parser::next)
                .isInstanceOf(OpenAiResponseException.class)
                .hasMessage("an event of the stream is longer than 100 bytes; the server may not be an API");
    }

    @Test
    void aLineThatNeverEndsIsRefusedToo() {
        SseParser parser = new SseParser(100);
        byte[] part = "y".repeat(60).getBytes(StandardCharsets.UTF_8);
        parser.feed(part, 0, part.length);
        assertThat(parser.next()).isFalse();
        parser.feed(part, 0, part.length);

        assertThatThrownBy(parser::next).isInstanceOf(OpenAiResponseException.class);
    }

    private static byte[] bytes(String text) {
        return text.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\u00EF\\u00BB\\u00BF", "\u00EF\u00BB\u00BF")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> parsed(byte[] stream, int size) {
        SseParser parser = new SseParser(1 << 20);
        List<String> events = new ArrayList<>();
        for (int from = 0; from < stream.length; from += size) {
            // A slice of its own each time: the parser must not look back into an old one.
            byte[] slice = java.util.Arrays.copyOfRange(stream, from, Math.min(stream.length, from + size));
            parser.feed(slice, 0, slice.length);
            while (parser.next()) {
                events.add(shown(parser));
            }
            java.util.Arrays.fill(slice, (byte) '#');
        }
        if (parser.finish()) {
            events.add(shown(parser));
        }
        return events;
    }

    private static String shown(SseParser parser) {
        return parser.type() + "=" + parser.text().replace('\n', '/');
    }
}
