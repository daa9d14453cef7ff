// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.client.call.FakeReplyHead;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which status a failure stands for that comes after a 200; quotes are single ones here. */
class EventStatusTest {

    private static int of(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ErrorBody body = ErrorBody.read(new FakeReplyHead(200), bytes);
        return EventStatus.of(bytes, body.type(), body.code());
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'error':{'message':'x','code':502}}                                            | 502",
                "{'error':{'message':'x','code':'429'}}                                          | 429",
                "{'error':{'message':'x','code':'content_filter','status':400}}                  | 400",
                "{'error':{'message':'x','status_code':403}}                                     | 403",
                "{'error':{'message':'x','code':429,'status':'RESOURCE_EXHAUSTED'}}              | 429",
                "{'object':'error','message':'x','code':503}                                     | 503",
                "[{'error':{'message':'x','code':400}}]                                          | 400",
                "{'error':{'message':'x','code':200}}                                            | 500",
                "{'error':{'message':'x','code':'1300','type':'rate_limited'}}                   | 429",
            })
    void isTheOneThatTheServerTells(String json, int status) {
        assertThat(of(json)).isEqualTo(status);
    }

    @ParameterizedTest(name = "{2} of {0} {1}")
    @CsvSource({
        "rate_limit_error,      '',                      429",
        "requests,              rate_limit_exceeded,     429",
        "'',                    RateLimitReached,        429",
        "insufficient_quota,    insufficient_quota,      429",
        "invalid_request_error, slow_down,               429",
        "authentication_error,  invalid_request_error,   401",
        "invalid_request_error, invalid_api_key,         401",
        "permission_error,      '',                      403",
        "invalid_request_error, model_not_found,         404",
        "invalid_request_error, '',                      400",
        "'',                    content_filter,          400",
        "invalid_request_error, context_length_exceeded, 400",
        "server_error,          '',                      500",
        "overloaded_error,      '',                      500",
        "'',                    '',                      500",
    })
    void elseItIsWhatTypeAndCodeMean(String type, String code, int status) {
        assertThat(of("{'error':{'message':'x','type':'" + type + "','code':'" + code + "'}}"))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"not JSON", "{'error':", "[]", "null", "``"})
    void isTheServersFaultWhereNothingIsTold(String json) {
        assertThat(of(json)).isEqualTo(500);
    }
}
