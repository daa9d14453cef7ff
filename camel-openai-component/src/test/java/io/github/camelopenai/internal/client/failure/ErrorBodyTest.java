// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.client.call.FakeReplyHead;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes in which servers say what was wrong. */
class ErrorBodyTest {

    private static ErrorBody read(String body, String... headers) {
        return ErrorBody.read(new FakeReplyHead(500, headers), body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '~', textBlock = """
            the API's own             | {"error":{"message":"no","type":"t","param":"p","code":"c"}}           | no | t | c    | p
            only a message            | {"error":{"message":"no"}}                                             | no | - | -    | -
            nulls                     | {"error":{"message":"no","type":null,"param":null,"code":null}}        | no | - | -    | -
            a numeric code            | {"error":{"message":"no","code":503}}                                  | no | - | 503  | -
            error is a text           | {"error":"no"}                                                         | no | - | -    | -
            error is a text, and more | {"error":"no","code":"c"}                                              | no | - | c    | -
            flat, as Mistral has it   | {"object":"error","message":"no","type":"t","param":null,"code":"1300"} | no | t | 1300 | -
            a detail                  | {"detail":"no"}                                                        | no | - | -    | -
            msg                       | {"msg":"no","code":7}                                                  | no | - | 7    | -
            an empty object           | {}                                                                     | -  | - | -    | -
            a message of objects      | {"error":{"message":{"a":1},"code":"c"}}                               | -  | - | c    | -
            plain text                | no                                                                     | no | - | -    | -
            spaces around             | ~  {"error":{"message":"no"}}  ~                                       | no | - | -    | -
            """)
    void understands(String what, String body, String message, String type, String code, String param) {
        assertThat(read(body)).isEqualTo(new ErrorBody(message, type, code, param));
    }

    @Test
    void leavesTheInputsOfAValidatorOut() {
        ErrorBody error =
                read("{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"model\"],\"msg\":\"Field required\","
                        + "\"input\":{\"messages\":\"a secret\"}},{\"loc\":[\"body\",\"messages\",0],\"msg\":\"too long\","
                        + "\"input\":\"a secret\",\"ctx\":{\"given\":\"a secret\"}}]}");

        assertThat(error.message()).isEqualTo("body.model: Field required; body.messages.0: too long");
    }

    @Test
    void showsTheTitleOfAPage() {
        ErrorBody error = read("<html><head><TITLE> 502 Bad Gateway </TITLE></head><body>nginx</body></html>");

        assertThat(error.message())
                .isEqualTo("an HTML page titled \"502 Bad Gateway\", not the API; a proxy or a wrong baseUrl may be in"
                        + " the way");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>oops</html>", "<title></html>", "</title><title>", "<!doctype html>"})
    void doesWithoutATitle(String page) {
        assertThat(read(page).message()).startsWith("an HTML page, not the API");
    }

    @Test
    void leavesAnEndlessTitleOut() {
        assertThat(read("<title>" + "x".repeat(200) + "</title>").message()).startsWith("an HTML page, not the API");
    }

    @Test
    void readsATitleBehindLettersWhoseLowerCaseIsLonger() {
        ErrorBody error = read("<p>" + "\u0130".repeat(40) + "</p><title>Oops</title>");

        assertThat(error.message()).startsWith("an HTML page titled \"Oops\"");
    }

    @Test
    void knowsAPageByItsContentType() {
        assertThat(read("Oops", "Content-Type", "text/html; charset=utf-8").message())
                .startsWith("an HTML page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\n"})
    void saysThatThereIsNoBody(String body) {
        assertThat(read(body).message()).isEqualTo("(no body)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":{\"message\":\"cut of", "{nonsense}", "{"})
    void saysThatTheJsonIsBroken(String body) {
        assertThat(read(body).message()).isEqualTo("(a broken JSON body of " + body.length() + " bytes)");
    }

    @Test
    void survivesBytesThatAreNoText() {
        byte[] bytes = {(byte) 0xC3, 0x28, 0, (byte) 0xFF};

        assertThat(ErrorBody.read(new FakeReplyHead(500), bytes).message()).isNotBlank();
    }

    @Test
    void survivesADocumentOfManyLevels() {
        assertThat(read("{\"a\":".repeat(5_000)).message()).startsWith("(a broken JSON body");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Request too large for gpt-4o: Limit 30000, Requested 34102.        | true
            Rate limit reached: Limit 30000, Used 29000, Requested 1200.       | false
            Request too large: Limit 30000, Used 100, Requested 30000.         | false
            """)
    void tellsOneRequestThatIsTooLargeFromTooManyRequests(String message, boolean tooLarge) {
        assertThat(new ErrorBody(message, null, null, null).isLargerThanTheLimit())
                .isEqualTo(tooLarge);
    }
}
