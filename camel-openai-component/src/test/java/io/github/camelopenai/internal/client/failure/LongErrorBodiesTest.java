// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiQuotaException;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.SampleSettings;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Used;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures whose documents are longer than anybody reads: what counts of them is kept. */
class LongErrorBodiesTest {

    private final Failures failures = new Failures(SampleSettings.of("http://server/v1"), InstantSource.system());

    private OpenAiException ofEvent(String json) {
        HttpCall<?> call = new HttpCall<>(
                "/chat/completions",
                new Payload.Json(new byte[0]),
                "gpt-4o",
                Cost.OF_ONE_REQUEST,
                (head, body) -> null,
                false,
                value -> Used.UNKNOWN,
                null);
        return failures.ofEvent(call, new FakeReplyHead(200), json.getBytes(StandardCharsets.UTF_8), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "[%s]"})
    void keepTheCodeBehindALongMessage(String form) {
        String error =
                "{\"id\":[[[" + "1,".repeat(100_000) + "1]]],\"error\":{\"message\":\"pay " + "x".repeat(2_000_000)
                        + "\",\"more\":{\"code\":1},\"code\":\"insufficient_quota\",\"type\":\"t\",\"param\":\"model\"}}";

        OpenAiException failure = ofEvent(form.formatted(error));

        assertThat(failure).isInstanceOf(OpenAiQuotaException.class).hasMessageContaining(": pay xxx");
        assertThat(failure.getMessage()).hasSizeLessThan(900);
        assertThat(failure.code()).isEqualTo("insufficient_quota");
        assertThat(failure.type()).isEqualTo("t");
        assertThat(failure.param()).isEqualTo("model");
    }

    @Test
    void keepWhatComesBeforeTheyBreak() {
        OpenAiException failure =
                ofEvent("{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"" + "x".repeat(100_000));

        assertThat(failure).isInstanceOf(OpenAiQuotaException.class);
        assertThat(ErrorBody.read(
                        new FakeReplyHead(429),
                        ("{\"error\":{\"code\":\"slow\",\"message\":\"" + "x".repeat(65_000))
                                .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new ErrorBody("(a broken JSON body of 65035 bytes)", null, "slow", null));
    }

    @Test
    void areNoDocumentsAtAll() {
        assertThat(ofEvent("x".repeat(3_000_000)).getMessage()).hasSizeLessThan(900);
        assertThat(ofEvent("[".repeat(3_000_000)).getMessage()).hasSizeLessThan(900);
        assertThat(ofEvent("{\"a\":".repeat(600_000)).getMessage()).hasSizeLessThan(900);
    }
}
