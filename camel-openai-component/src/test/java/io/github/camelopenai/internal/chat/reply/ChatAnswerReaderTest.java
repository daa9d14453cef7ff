// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.client.call.FailureInBody;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a chat answer; quotes are single ones here. */
class ChatAnswerReaderTest {

    private static ChatAnswer read(boolean json, boolean keepRaw, String answer) throws IOException {
        return new ChatAnswerReader(json, keepRaw)
                .read(
                        new FakeReplyHead(200, "x-request-id", "req_1"),
                        new ByteArrayInputStream(answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private static ChatAnswer read(String answer) throws IOException {
        return read(false, false, answer);
    }

    private static String choice(String message, String finishReason) {
        return "{'index':0,'finish_reason':'" + finishReason + "','message':" + message + "}";
    }

    private static String answer(String... choices) {
        return "{'id':'chatcmpl-1','model':'gpt-4o-2024-08-06','service_tier':'default','choices':["
                + String.join(",", choices) + "],'usage':{'prompt_tokens':9,'completion_tokens':3,'total_tokens':12}}";
    }

    /** What a message gets from it. */
    private static Object body(ChatAnswer answer) {
        List<Object> bodies = answer.choices().stream()
                .map(choice -> choice.calls().isEmpty() ? (Object) choice.text() : choice.calls())
                .toList();
        return bodies.size() == 1 ? bodies.get(0) : bodies;
    }

    private static String text(String content, String finishReason) {
        return answer(choice("{'role':'assistant','content':" + content + ",'refusal':null}", finishReason));
    }

    @Nested
    class Texts {

        @Test
        void comeWithAllThatIsKnown() throws IOException {
            ChatAnswer answer = read(text("'Paris'", "stop"));

            assertThat(body(answer)).isEqualTo("Paris");
            assertThat(answer.id()).isEqualTo("chatcmpl-1");
            assertThat(answer.model()).isEqualTo("gpt-4o-2024-08-06");
            assertThat(answer.finishReason()).isEqualTo("stop");
            assertThat(answer.serviceTier()).isEqualTo("default");
            assertThat(answer.usage().total()).hasValue(12);
            assertThat(answer.raw()).isNull();
        }

        @Test
        void comeFromServersThatSayLittle() throws IOException {
            ChatAnswer answer = read("{'choices':[{'message':{'content':'hi'}}]}");

            assertThat(body(answer)).isEqualTo("hi");
            assertThat(answer.usage()).isEqualTo(Usage.UNKNOWN);
            assertThat(answer.id()).isNull();
        }

        @Test
        void mayBeListsOfParts() throws IOException {
            assertThat(body(read(text("[{'type':'text','text':'Hello '},{'type':'x'},{'text':'you'}]", "stop"))))
                    .isEqualTo("Hello you");
        }

        @Test
        void mayBeEmptyWhenTheModelHadNothingToSay() throws IOException {
            assertThat(body(read(text("''", "stop")))).isEqualTo("");
        }

        @Test
        void mayBeCutAtTheTokenLimit() throws IOException {
            ChatAnswer answer = read(text("'Once upon a'", "length"));

            assertThat(body(answer)).isEqualTo("Once upon a");
            assertThat(answer.finishReason()).isEqualTo("length");
        }

        @Test
        void ofSeveralChoicesAreAList() throws IOException {
            ChatAnswer answer = read(answer(choice("{'content':'a'}", "stop"), choice("{'content':'b'}", "length")));

            assertThat(body(answer)).isEqualTo(List.of("a", "b"));
            assertThat(answer.finishReason()).isEqualTo("stop");
        }

        @Test
        void areKeptAsTheyCameWhereThatIsWanted() throws IOException {
            String wire = text("'Paris'", "stop");

            assertThat(read(false, true, wire).raw()).isEqualTo(wire.replace('\'', '"'));
        }
    }

    @Nested
    class ToolCalls {

        @Test
        void areTheBody() throws IOException {
            ChatAnswer answer = read(answer(choice(
                    "{'content':null,'tool_calls':[{'id':'call_1','type':'function','function':"
                            + "{'name':'weather','arguments':'{}'}}]}",
                    "tool_calls")));

            assertThat(body(answer)).isEqualTo(List.of(new ToolCall("call_1", "weather", "{}")));
            assertThat(answer.finishReason()).isEqualTo("tool_calls");
        }

        @Test
        void cutAtTheLimitTheyAreRefused() {
            String cut = answer(choice(
                    "{'content':null,'tool_calls':[{'id':'call_1','type':'function','function':"
                            + "{'name':'f','arguments':'{\\'ci'}}]}",
                    "length"));

            assertThatThrownBy(() -> read(cut))
                    .isInstanceOf(OpenAiResponseException.class)
                    .hasMessageContaining("the tool calls were cut at the token limit");
        }

        @Test
        void mayBeOfTheOldKind() throws IOException {
            ChatAnswer answer = read(answer(
                    choice("{'content':null,'function_call':{'name':'weather','arguments':'{}'}}", "function_call")));

            assertThat(body(answer)).isEqualTo(List.of(new ToolCall(null, "weather", "{}")));
        }

        @Test
        void mayHaveTheirArgumentsAsAnObject() throws IOException {
            ChatAnswer answer = read(answer(choice(
                    "{'content':null,'tool_calls':[{'id':'call_1','custom':null,'function':"
                            + "{'name':'weather','arguments':{'city':'Bern'}}}]}",
                    "tool_calls")));

            assertThat(body(answer)).isEqualTo(List.of(new ToolCall("call_1", "weather", "{\"city\":\"Bern\"}")));
        }

        @Test
        void areATextWhenThereAreNone() throws IOException {
            assertThat(body(read(answer(choice("{'content':'hi','tool_calls':[]}", "stop")))))
                    .isEqualTo("hi");
        }
    }

    @Nested
    class Thoughts {

        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "'reasoning_content':'why'                                                       | why",
                    "'reasoning':'why'                                                               | why",
                    "'reasoning':'why','reasoning_content':null                                      | why",
                    "'reasoning_content':'why','reasoning':''                                        | why",
                    "'reasoning_details':[{'type':'reasoning.text','text':'why'}]                    | why",
                    "'reasoning_details':[{'type':'reasoning.summary','summary':'in short'}]         | in short",
                    "'reasoning_details':[{'type':'reasoning.encrypted','data':'gAAA'}]              |",
                    "'reasoning_details':null                                                        |",
                    "'reasoning':'why','reasoning_details':[{'type':'reasoning.text','text':'not'}]  | why",
                })
        void areApartFromTheText(String fields, String thoughts) throws IOException {
            ChatAnswer answer = read(answer(choice("{'content':'so'," + fields.strip() + "}", "stop")));

            assertThat(answer.choices().get(0).reasoning()).isEqualTo(thoughts);
            assertThat(body(answer)).isEqualTo("so");
        }
    }

    @Nested
    class Refused {

        @Test
        void aFailureInsteadOfChoicesIsHandedOn() {
            assertThatThrownBy(() -> read("{'choices':null,'error':{'message':'no','code':'content_filter'}}"))
                    .isInstanceOf(FailureInBody.class);
        }

        private void isUnusable(boolean json, String answer, String message) {
            assertThatThrownBy(() -> read(json, false, answer))
                    .isInstanceOfSatisfying(OpenAiResponseException.class, failure -> {
                        assertThat(failure.status()).isEqualTo(200);
                        assertThat(failure.requestId()).isEqualTo("req_1");
                        assertThat(failure.isRetryable()).isFalse();
                    })
                    .hasMessage(message);
        }

        @Test
        void isARefusalWithItsWords() {
            String answer = answer(choice("{'content':null,'refusal':'I must not'}", "stop"));

            assertThatThrownBy(() -> read(answer))
                    .isInstanceOfSatisfying(OpenAiResponseException.class, failure -> assertThat(failure.refusal())
                            .isEqualTo("I must not"))
                    .hasMessage("the model refused to answer; refusal() has its words");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{'choices':[]}", "{'choices':null}", "null"})
        void isAnAnswerWithoutChoices(String answer) {
            isUnusable(false, answer, "the answer has no choices");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{'message':null}"})
        void isAChoiceWithoutAMessage(String choice) {
            isUnusable(false, answer(choice), "a choice of the answer has no message");
        }

        @Test
        void isAnAnswerWithoutText() {
            isUnusable(false, text("null", "content_filter"), "the answer has no text (finish reason content_filter)");
            isUnusable(false, text("null", "stop"), "the answer has no text (finish reason stop)");
        }

        @Test
        void isAnAnswerThatWasAllThinking() {
            isUnusable(
                    false,
                    text("''", "length"),
                    "the answer has no text (finish reason length); raise maxTokens: a reasoning model may have spent"
                            + " them all on thinking");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{", "oops", "[]", "{'choices':[{'message':{'content':'cut of"})
        void isWhatIsNoAnswerAtAll(String answer) {
            assertThatThrownBy(() -> read(answer)).isInstanceOf(JacksonException.class);
        }
    }

    @Nested
    class WhenJsonIsAskedFor {

        @Test
        void aDocumentIsPassedOnAsText() throws IOException {
            ChatAnswer answer = read(true, false, text("'{\\'a\\': 1}'".replace("\\'", "\\\""), "stop"));

            assertThat(body(answer)).isEqualTo("{\"a\": 1}");
        }

        @Test
        void aCutDocumentIsRefused() {
            new Refused()
                    .isUnusable(
                            true,
                            text("'[1, 2, 3'", "length"),
                            "the JSON answer was cut at the token limit (finish reason length); raise maxTokens");
        }
    }
}
