// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import io.github.camelopenai.model.ChatDelta.ToolCallDelta;
import io.github.camelopenai.model.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one event of a streamed answer says; quotes are single ones here. */
class ChunkParserTest {

    private final ChunkParser chunk = new ChunkParser();

    private ChunkParser read(String event) throws IOException {
        byte[] bytes = (event.replace('\'', '"') + "left over from a longer event").getBytes(StandardCharsets.UTF_8);
        chunk.read(bytes, event.getBytes(StandardCharsets.UTF_8).length);
        return chunk;
    }

    private ChunkParser delta(String fields) throws IOException {
        return read("{'choices':[{'index':0,'delta':{" + fields + "},'finish_reason':null}]}");
    }

    private void saysNothing() {
        assertThat(chunk.text()).isEmpty();
        assertThat(chunk.reasoning()).isEmpty();
        assertThat(chunk.calls()).isEmpty();
        assertThat(chunk.refusal()).isNull();
        assertThat(chunk.finishReason()).isNull();
        assertThat(chunk.usage()).isNull();
        assertThat(chunk.isError()).isFalse();
    }

    @Nested
    class Pieces {

        @Test
        void areTextRefusalAndFinishReason() throws IOException {
            read("{'id':'c1','model':'m','created':7,'service_tier':'flex','choices':[{'index':0,'delta':"
                    + "{'role':'assistant','content':'Grün','refusal':'no'},'finish_reason':'stop'}]}");

            assertThat(chunk.text()).isEqualTo("Grün");
            assertThat(chunk.refusal()).isEqualTo("no");
            assertThat(chunk.finishReason()).isEqualTo("stop");
            assertThat(chunk.id()).isEqualTo("c1");
            assertThat(chunk.model()).isEqualTo("m");
            assertThat(chunk.createdSeconds()).isEqualTo(7);
            assertThat(chunk.serviceTier()).isEqualTo("flex");
        }

        @Test
        void doNotStayForTheNextEvent() throws IOException {
            read(
                    "{'id':'c1','model':'m','choices':[{'delta':{'content':'a','refusal':'b','reasoning':'c','reasoning_details':"
                            + "[{'type':'reasoning.text','text':'d'}],'tool_calls':[{'id':'e'}]},'finish_reason':'stop'}],"
                            + "'usage':{'total_tokens':1},'error':{}}");

            read("{'id':'','model':null}");

            saysNothing();
            assertThat(chunk.id()).as("what the first event has said").isEqualTo("c1");
            assertThat(chunk.model()).isEqualTo("m");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "[]",
                    "7",
                    "{'choices':null}",
                    "{'choices':[]}",
                    "{'choices':{'index':0}}",
                    "{'choices':[{'index':0,'delta':null,'finish_reason':null}]}",
                    "{'choices':[{'index':0,'delta':[{'content':'a'}]}]}",
                    "{'choices':[{'index':0,'delta':{'content':null,'refusal':null,'tool_calls':null,'reasoning':null}}]}",
                    "{'choices':[{'index':0,'delta':{'content':{'content':'a'},'tool_calls':{'content':'a'}}}]}",
                    "{'choices':[{'index':0,'delta':{'function_call':null,'reasoning_details':null,'audio':{'id':'a'}}}]}",
                    "{'choices':[{'index':0,'message':{'content':'a server that repeats all'}}]}",
                    "{'usage':null,'error':null,'object':'chat.completion.chunk','x_groq':{'id':'req_1'}}",
                    "{'usage':[{'total_tokens':1}],'x_groq':[{'usage':{}}]}",
                    "{'obfuscation':'x7','prompt_filter_results':[{'prompt_index':0,'choices':[{'delta':{'content':'a'}}]}]}",
                })
        void areNoneInWhatSaysNothing(String event) throws IOException {
            read(event);

            saysNothing();
        }

        @Test
        void ofOtherChoicesAreNotMixedIn() throws IOException {
            read("{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'length'},"
                    + "{'index':1,'delta':{'content':'b','tool_calls':[{'id':'c'}]},'finish_reason':null}]}");

            assertThat(chunk.text()).isEqualTo("a");
            assertThat(chunk.finishReason()).isEqualTo("length");
            assertThat(chunk.calls()).isEmpty();
        }

        @Test
        void ofAWholeAnswerAreInItsMessage() throws IOException {
            chunk.readWhole("{\"choices\":[{\"message\":{\"content\":\"all\"},\"finish_reason\":\"stop\"}]}"
                    .getBytes(StandardCharsets.UTF_8));

            assertThat(chunk.text()).isEqualTo("all");
            assertThat(chunk.finishReason()).isEqualTo("stop");
        }

        @Test
        void thatAreCutAreNoJson() {
            assertThatThrownBy(() -> read("{'choices':[{'delta':{'content':'a")).isInstanceOf(JacksonException.class);
        }
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'reasoning_content':'why'                                                        | why | ``",
                "'reasoning':'why'                                                                | why | ``",
                "'reasoning':'why','reasoning_content':'why'                                      | why | ``",
                "'reasoning_content':'why','reasoning':''                                         | why | ``",
                "'reasoning_content':'why','reasoning':null,'content':'so'                        | why | so",
                "'reasoning':'','reasoning_details':[{'type':'reasoning.text','text':'why'}]      | why | ``",
                "'reasoning_details':[{'type':'reasoning.summary','summary':'short'}],'content':'so' | short | so",
                "'reasoning':'why','reasoning_details':[{'type':'reasoning.text','text':'why'}]   | why | ``",
                "'reasoning_details':[{'type':'reasoning.text','text':'not'}],'reasoning':'why'   | why | ``",
                "'reasoning_details':[{'type':'reasoning.encrypted','data':'gAAA'}]               | ``  | ``",
                "'content':[{'type':'thinking','thinking':[{'type':'text','text':'why'}]}]        | why | ``",
                "'content':[{'type':'text','text':'so'}]                                          | ``  | so",
                "'reasoning_content':'why','content':[{'type':'text','text':'so'}]                | why | so",
            })
    void thoughtsAreApart(String fields, String thoughts, String text) throws IOException {
        delta(fields);

        assertThat(chunk.reasoning()).isEqualTo(thoughts);
        assertThat(chunk.text()).isEqualTo(text);
    }

    @Test
    void detailsThatRepeatEarlierThoughtsAreNotThoughtAgain() throws IOException {
        delta("'reasoning':'why'");

        delta("'reasoning':null,'reasoning_details':[{'type':'reasoning.text','text':'why'}]");

        assertThat(chunk.reasoning()).isEmpty();
    }

    @Nested
    class Calls {

        @Test
        void haveIndexIdNameAndArguments() throws IOException {
            delta("'tool_calls':[{'index':1,'id':'call_1','type':'function','function':{'name':'f','arguments':'{'}}]");

            assertThat(chunk.calls()).containsExactly(new ToolCallDelta(1, "call_1", "f", "{"));
        }

        @Test
        void withoutIndexAreCountedInTheirOrder() throws IOException {
            delta("'tool_calls':[{'id':'a','function':{'name':'f','arguments':'{}'}},"
                    + "{'id':'b','index':null,'function':{'name':'g','arguments':null}}]");

            assertThat(chunk.calls())
                    .containsExactly(new ToolCallDelta(0, "a", "f", "{}"), new ToolCallDelta(1, "b", "g", ""));
        }

        @Test
        void mayHaveArgumentsThatAreNoText() throws IOException {
            delta("'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':{'n':1}}}]");

            assertThat(chunk.calls()).containsExactly(new ToolCallDelta(0, "a", "f", "{\"n\":1}"));
        }

        @Test
        void mayBeOfACustomTool() throws IOException {
            delta("'tool_calls':[{'index':0,'id':'a','type':'custom','custom':{'name':'sum','input':'4 + 4'}}]");

            assertThat(chunk.calls()).containsExactly(new ToolCallDelta(0, "a", "sum", "4 + 4"));
        }

        @Test
        void mayBeOfTheOldKind() throws IOException {
            delta("'function_call':{'name':'f','arguments':'{'}");

            assertThat(chunk.calls()).containsExactly(new ToolCallDelta(0, null, "f", "{"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}",
                "{'choices':[{'index':0,'delta':{}}],'x_groq':{'id':'req_1','usage':{'prompt_tokens':1,"
                        + "'completion_tokens':2,'total_tokens':3,'queue_time':0.5}}}",
            })
    void usageMayStandInTwoPlaces(String event) throws IOException {
        assertThat(read(event).usage()).isEqualTo(new Usage(1L, 2L, 3L, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'overloaded'}}",
                "{'error':'overloaded','code':'503'}",
                "{'object':'error','message':'overloaded','type':'server_error','code':null}",
                "{'error':{'message':'overloaded'},'object':'chat.completion.chunk','choices':[]}",
            })
    void aFailureIsNoPiece(String event) throws IOException {
        assertThat(read(event).isError()).isTrue();
    }
}
