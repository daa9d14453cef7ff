// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.SampleSettings;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Used;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.InstantSource;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

/** Failures of the network quote what the peer has sent; a stack trace shows what is fit of it. */
class SafeCauseTest {

    private static final String PROMPT = "Write to Mrs Miller of Elm Street 5 that her loan is refused";
    private static final String KEY = "sk-my-own-secret-key";

    private final Redaction redaction = new Redaction(KEY);

    @Test
    void isTheFailureItselfWhereNothingIsWrongWithIt() {
        IOException failure = new IOException("Connection reset", new UnknownHostException("api.test: no such host"));
        failure.addSuppressed(new IOException("closed"));

        assertThat(redaction.cause(failure, null)).isSameAs(failure);
        assertThat(redaction.cause(new IOException(), null)).hasMessage(null);
    }

    @Test
    void keepsClassesAndStackTraces() {
        ProtocolException failure = new ProtocolException("Unexpected status line: \u001b[31m\nFORGED " + KEY);
        failure.initCause(new SSLHandshakeException("\u0000"));
        failure.addSuppressed(new IOException("one\ntwo"));

        Throwable shown = redaction.cause(failure, null);

        assertThat(shown)
                .isExactlyInstanceOf(ProtocolException.class)
                .hasMessage("Unexpected status line: \\u001b[31m FORGED (key)");
        assertThat(shown.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(shown.getCause())
                .isExactlyInstanceOf(SSLHandshakeException.class)
                .hasMessage("\\u0000");
        assertThat(shown.getSuppressed()).hasSize(1);
        assertThat(shown.getSuppressed()[0]).hasMessage("one two");
    }

    @Test
    void namesAClassThatCannotBeMade() {
        class Odd extends IOException {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                return "always\nthis";
            }
        }

        assertThat(redaction.cause(new Odd(), null)).hasMessageEndingWith("Odd: always this");
    }

    @Test
    void showsAFailureThoughItsCausesGoRound() {
        IOException one = new IOException("one\n");
        one.initCause(new IOException("two", one));

        assertThat(redaction.cause(one, null)).hasMessage("one").cause().hasMessage("two");
    }

    @Test
    void doesNotQuoteWhatWasRead() {
        IOException failure =
                new IOException("could not be kept", new NumberFormatException("For input: 'a secret answer'"));
        failure.addSuppressed(new JsonParseException(null, "Unrecognized token 'answer'"));

        Throwable shown = redaction.cause(failure, null);

        assertThat(shown).hasMessage("could not be kept");
        assertThat(shown.getCause())
                .isExactlyInstanceOf(NumberFormatException.class)
                .hasMessageNotContaining("answer");
        assertThat(shown.getSuppressed()[0])
                .isExactlyInstanceOf(JsonParseException.class)
                .hasMessageNotContaining("answer");
    }

    /** The names in a certificate are the peer's words; OkHttp lists them line by line. */
    @Test
    void isOnOneLineForCertificates() {
        SSLPeerUnverifiedException failure = new SSLPeerUnverifiedException("Hostname api.test not verified:\n"
                + "    DN: CN=\u202e" + PROMPT + "\n    subjectAltNames: [" + "a.test, ".repeat(20_000) + "]");
        failure.initCause(new CertificateException("CN=\u001b[31m" + KEY));

        OpenAiException shown = new Failures(SampleSettings.of("https://api.test/v1", KEY), InstantSource.system())
                .ofNetwork(call(), failure, 1);

        assertThat(shown.getMessage())
                .contains("TLS failed (Hostname api.test not verified: DN: CN=\\u202e(part of the request) subject")
                .hasSizeLessThan(900);
        assertThat(shown.getCause())
                .isExactlyInstanceOf(SSLPeerUnverifiedException.class)
                .hasMessageStartingWith("Hostname api.test not verified: DN: CN=\\u202e(part of the request)");
        assertThat(shown.getCause().getMessage()).hasSizeLessThan(700);
        assertThat(shown.getCause().getCause()).hasMessage("CN=\\u001b[31m(key)");
    }

    private static HttpCall<?> call() {
        return new HttpCall<>(
                "/chat/completions",
                new Payload.Json(("{\"prompt\":\"" + PROMPT + "\"}").getBytes(StandardCharsets.UTF_8)),
                "gpt-4o",
                Cost.OF_ONE_REQUEST,
                (head, body) -> null,
                false,
                value -> Used.UNKNOWN,
                null);
    }
}
