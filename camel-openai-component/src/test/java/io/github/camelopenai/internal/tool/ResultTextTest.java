// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileBinding;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a model reads of the body that a tool's route leaves. */
class ResultTextTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();

    record Weather(String city, Optional<Integer> degrees) {}

    @SuppressWarnings("unused") // read by Jackson
    static final class Bean {
        public String getCity() {
            return "Köln";
        }
    }

    @SuppressWarnings("unused")
    static final class Endless {
        public Endless getSelf() {
            return this;
        }
    }

    @BeforeEach
    void start() {
        camel.start();
    }

    @AfterEach
    void stop() throws IOException {
        camel.close();
    }

    static Stream<Arguments> bodies() throws Exception {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("city", "Köln");
        map.put("degrees", null);
        byte[] bytes = "Köln".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                Arguments.of("text", "18 °C", "18 °C"),
                Arguments.of("empty text", "", ""),
                Arguments.of("nothing", null, "null"),
                Arguments.of("number", 18.5, "18.5"),
                Arguments.of("truth", true, "true"),
                Arguments.of("date", LocalDate.of(2026, 1, 2), "2026-01-02"),
                Arguments.of("builder", new StringBuilder("a"), "a"),
                Arguments.of("map", map, "{\"city\":\"Köln\",\"degrees\":null}"),
                Arguments.of("list", Arrays.asList(1, null, "x"), "[1,null,\"x\"]"),
                Arguments.of("array", new String[] {"a", "b"}, "[\"a\",\"b\"]"),
                Arguments.of("numbers", new int[] {1, 2}, "[1,2]"),
                Arguments.of("tree", IntNode.valueOf(3), "3"),
                Arguments.of("record", new Weather("Köln", Optional.of(18)), "{\"city\":\"Köln\",\"degrees\":18}"),
                Arguments.of("bean", new Bean(), "{\"city\":\"Köln\"}"),
                Arguments.of("bytes", bytes, "Köln"),
                Arguments.of("stream", new ByteArrayInputStream(bytes), "Köln"),
                Arguments.of("reader", new StringReader("Köln"), "Köln"),
                Arguments.of("cache", new InputStreamCache(bytes), "Köln"),
                Arguments.of(
                        "XML",
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new ByteArrayInputStream("<a>b</a>".getBytes(StandardCharsets.UTF_8))),
                        "<a>b</a>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void isReadable(String kind, Object body, String text) throws Exception {
        assertThat(ResultText.of(with(body))).as(kind).endsWith(text).hasSizeLessThan(100);
    }

    @Test
    void aMapperOfTheRegistryNeedNotKnowDates() throws Exception {
        camel.getRegistry().bind("mapper", new ObjectMapper());

        assertThat(ResultText.of(with(Map.of("day", Optional.of(LocalDate.of(2026, 1, 2))))))
                .isEqualTo("{\"day\":\"2026-01-02\"}");
    }

    @Test
    void anObjectIsJsonThoughCamelHasMadeATextOfOneBefore() throws Exception {
        Weather weather = new Weather("Köln", Optional.of(18));

        assertThat(camel.getTypeConverter().convertTo(String.class, weather)).startsWith("Weather[");

        assertThat(ResultText.of(with(weather))).isEqualTo("{\"city\":\"Köln\",\"degrees\":18}");
    }

    @Test
    void filesAreRead(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "Köln");
        GenericFile<File> wrapped = new GenericFile<>();
        wrapped.setFile(file.toFile());
        wrapped.setBinding(new FileBinding());

        assertThat(ResultText.of(with(file.toFile()))).isEqualTo("Köln");
        assertThat(ResultText.of(with(file))).isEqualTo("Köln");
        assertThat(ResultText.of(with(wrapped))).isEqualTo("Köln");
    }

    @Test
    void theCharsetOfTheExchangeCounts() throws Exception {
        Exchange exchange = with("Köln".getBytes(StandardCharsets.ISO_8859_1));
        exchange.setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");

        assertThat(ResultText.of(exchange)).isEqualTo("Köln");
    }

    @Test
    void aMebibyteIsTheMost() throws Exception {
        String most = "x".repeat(ResultText.MAX_BYTES);
        String more = most + "x";
        String wide = "€".repeat(ResultText.MAX_BYTES / 3 + 1);

        assertThat(ResultText.of(with(most))).isEqualTo(most);
        assertThat(ResultText.of(with(most.getBytes(StandardCharsets.UTF_8)))).isEqualTo(most);
        for (Object body : List.of(
                more,
                wide,
                more.getBytes(StandardCharsets.UTF_8),
                new StringReader(more),
                List.of(most),
                Map.of("a", wide))) {
            assertThatThrownBy(() -> ResultText.of(with(body)))
                    .isInstanceOf(ResultText.TooLarge.class)
                    .hasMessage("the result is larger than 1 MiB");
        }
    }

    @Test
    void aStreamWithoutEndIsNotReadToItsEnd() {
        AtomicLong read = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                read.incrementAndGet();
                return 'x';
            }
        };

        assertThatThrownBy(() -> ResultText.of(with(endless))).isInstanceOf(ResultText.TooLarge.class);

        assertThat(read).hasValueLessThan(2L * ResultText.MAX_BYTES);
    }

    @Test
    void whatIsNoTextFails() {
        assertThatThrownBy(() -> ResultText.of(with(new Endless())))
                .isInstanceOf(IOException.class)
                .hasMessage("the body, a " + Endless.class.getName()
                        + ", cannot be written as JSON; let the route end with a text or a Map");
        assertThatThrownBy(() -> ResultText.of(with(new Object()))).isInstanceOf(IOException.class);
    }

    private Exchange with(Object body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        return exchange;
    }
}
