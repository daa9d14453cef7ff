// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records as the API writes and reads them; quotes are single ones here. */
class WireFormsTest {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static String written(Object value) throws IOException {
        return MAPPER.writeValueAsString(value).replace('"', '\'');
    }

    private static <T> T read(Class<T> type, String json) throws IOException {
        return MAPPER.readValue(json.replace('\'', '"'), type);
    }

    @Nested
    class Messages {

        @Test
        void leaveOutWhatIsNotSet() throws IOException {
            assertThat(written(ChatMessage.user("hi"))).isEqualTo("{'role':'user','content':'hi'}");
            assertThat(written(ChatMessage.system("be kind"))).isEqualTo("{'role':'system','content':'be kind'}");
            assertThat(written(ChatMessage.assistant("hello"))).isEqualTo("{'role':'assistant','content':'hello'}");
            assertThat(written(ChatMessage.tool("call_1", "sunny")))
                    .isEqualTo("{'role':'tool','content':'sunny','tool_call_id':'call_1'}");
        }

        @Test
        void carryToolCalls() throws IOException {
            assertThat(written(ChatMessage.assistant(List.of(new ToolCall("call_1", "weather", "{}")))))
                    .isEqualTo("{'role':'assistant','tool_calls':[{'id':'call_1','type':'function','function':"
                            + "{'name':'weather','arguments':'{}'}}]}");
        }

        @Test
        void needARole() {
            assertThatThrownBy(() -> new ChatMessage(null, "hi", null, null, null))
                    .hasMessage("role");
        }
    }

    @Nested
    class Requests {

        @Test
        void haveAnyOtherFieldOfTheApi() throws IOException {
            ChatRequest request =
                    ChatRequest.of(ChatMessage.user("hi")).with("top_p", 0.5).with("logit_bias", Map.of("5", -100));

            assertThat(written(request))
                    .isEqualTo("{'messages':[{'role':'user','content':'hi'}],'top_p':0.5,'logit_bias':{'5':-100}}");
        }

        @Test
        void keepANullThatSomeoneMeansToSend() {
            assertThat(ChatRequest.of().with("user", null).parameters()).containsEntry("user", null);
        }

        @Test
        void doNotChangeWithWhatTheyWereMadeOf() {
            Map<String, Object> parameters = new HashMap<>();
            ChatMessage[] messages = {ChatMessage.user("hi")};
            ChatRequest request = new ChatRequest("gpt-4o", Arrays.asList(messages), parameters);

            parameters.put("n", 2);
            messages[0] = ChatMessage.user("changed");

            assertThat(request.parameters()).isEmpty();
            assertThat(request.messages()).containsExactly(ChatMessage.user("hi"));
        }
    }

    @Nested
    class Calls {

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", textBlock = """
                {'id':'c','type':'function','function':{'name':'f','arguments':'{}'}} | c | f | {}
                {'id':'c','type':'custom','custom':{'name':'f','input':'raw'}}        | c | f | raw
                {'id':'c'}                                                            | c | - | -
                {'function':{'name':'f'}}                                             | - | f | -
                """)
        void areReadInEachForm(String json, String id, String name, String arguments) throws IOException {
            assertThat(read(ToolCall.class, json)).isEqualTo(new ToolCall(id, name, arguments));
        }
    }

    @Nested
    class Usages {

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                {'prompt_tokens':9,'completion_tokens':3,'total_tokens':12} | 12
                {'prompt_tokens':9,'completion_tokens':3}                   | 12
                {'input_tokens':9,'output_tokens':3}                        | 12
                {'prompt_tokens':9}                                         | 9
                {'completion_tokens':3}                                     | 3
                {'total_tokens':7}                                          | 7
                """)
        void addUpWhatIsKnown(String json, long total) throws IOException {
            assertThat(read(Usage.class, json).total()).hasValue(total);
        }

        @Test
        void areEmptyWhereNothingIsKnown() throws IOException {
            assertThat(read(Usage.class, "{}")).isEqualTo(Usage.UNKNOWN);
            assertThat(Usage.UNKNOWN.total()).isEmpty();
        }

        @Test
        void showTheirDetails() throws IOException {
            Usage usage = read(
                    Usage.class,
                    "{'prompt_tokens_details':{'cached_tokens':4},'completion_tokens_details':{'reasoning_tokens':2}}");

            assertThat(usage.cachedTokens()).isEqualTo(4);
            assertThat(usage.reasoningTokens()).isEqualTo(2);
        }
    }

    @Nested
    class Transcriptions {

        @Test
        void areReadFromTheMapOfABody() {
            Transcription transcription = Transcription.from(Map.of(
                    "text",
                    "hello you",
                    "language",
                    "english",
                    "duration",
                    8.5,
                    "segments",
                    List.of(Map.of("start", 0, "end", 2.5, "text", "hello you", "speaker", "A")),
                    "words",
                    List.of(Map.of("start", 0.1, "end", 0.4, "word", "hello"))));

            assertThat(transcription)
                    .isEqualTo(new Transcription(
                            "hello you",
                            "english",
                            8.5,
                            List.of(new Transcription.Segment(0, 2.5, "hello you", "A")),
                            List.of(new Transcription.Word(0.1, 0.4, "hello"))));
        }

        @Test
        void areEmptyWhereTheMapIs() {
            assertThat(Transcription.from(Map.of()))
                    .isEqualTo(new Transcription(null, null, null, List.of(), List.of()));
        }

        @Test
        void passOverWhatIsOfAnotherKind() {
            assertThat(Transcription.from(Map.of("text", 5, "duration", "long", "segments", List.of("x"), "words", 7)))
                    .isEqualTo(new Transcription(null, null, null, List.of(), List.of()));
        }
    }
}
