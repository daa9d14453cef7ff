// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.body.OpenSpools;
import io.github.camelopenai.internal.body.SpoolFolder;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures out of an answer. */
class ImagesReaderTest {

    private static final byte[] LARGE = new byte[300_000];

    private static Images read(boolean urlsAreWelcome, boolean keepRaw, String json) throws IOException {
        return new ImagesReader(urlsAreWelcome, keepRaw, 1, SpoolFolder.OF_THE_JVM)
                .read(new FakeReplyHead(200, "x-request-id", "req_9"), body(json));
    }

    private static Images read(String json) throws IOException {
        return read(false, false, json);
    }

    private static InputStream body(String json) {
        return new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return "'" + Base64.getEncoder().encodeToString(bytes) + "'";
    }

    private static byte[] bytes(Images.Item item) throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        item.bytes().writeTo(sink);
        return sink.toByteArray();
    }

    @AfterEach
    void noFileIsLeft() {
        assertThat(OpenSpools.count()).isZero();
    }

    @Nested
    class GoodAnswers {

        @Test
        void haveBytes() throws IOException {
            try (Images images = read("{'created':1,'output_format':'png','data':[{'b64_json':"
                    + base64("a cat".getBytes()) + ",'revised_prompt':'a fine cat'}],'usage':{'total_tokens':9}}")) {
                assertThat(images.items()).hasSize(1);
                assertThat(bytes(images.items().get(0))).asString().isEqualTo("a cat");
                assertThat(images.items().get(0).revisedPrompt()).isEqualTo("a fine cat");
                assertThat(images.items().get(0).url()).isNull();
                assertThat(images.outputFormat()).isEqualTo("png");
                assertThat(images.usage().total()).hasValue(9);
                assertThat(images.raw()).isNull();
            }
        }

        @Test
        void haveLargePicturesInFiles() throws IOException {
            try (Images images =
                    read("{'data':[{'b64_json':" + base64(LARGE) + "},{'b64_json':" + base64(LARGE) + "}]}")) {
                assertThat(OpenSpools.count()).isEqualTo(2);
                assertThat(bytes(images.items().get(1))).isEqualTo(LARGE);
            }
        }

        @Test
        void haveUrlsWhereTheyAreWelcome() throws IOException {
            try (Images images = read(true, false, "{'data':[{'url':'http://pictures/1'}]}")) {
                assertThat(images.items().get(0).url()).isEqualTo("http://pictures/1");
                assertThat(images.items().get(0).bytes()).isNull();
            }
        }

        @Test
        void preferBytesToUrls() throws IOException {
            try (Images images = read("{'data':[{'url':'http://x','b64_json':" + base64(new byte[3]) + "}]}")) {
                assertThat(images.items().get(0).bytes()).isNotNull();
                assertThat(images.items().get(0).url()).isNull();
            }
        }

        @Test
        void areKeptAsTheyCameWhereThatIsWanted() throws IOException {
            String json = "{'data':[{'url':'http://x','b64_json':null}]}";

            try (Images images = read(true, true, json)) {
                assertThat(images.raw()).isEqualTo(json.replace('\'', '"'));
                assertThat(images.items()).hasSize(1);
            }
        }
    }

    @Nested
    class BadAnswers {

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{'data':[]}", "{'data':null}", "{'data':{}}"})
        void haveNoImages(String json) {
            assertThatThrownBy(() -> read(json))
                    .isInstanceOfSatisfying(OpenAiResponseException.class, failure -> assertThat(failure.requestId())
                            .isEqualTo("req_9"))
                    .hasMessage("the answer has no images");
        }

        @Test
        void haveAnImageWithNothing() {
            assertThatThrownBy(() -> read("{'data':[{'revised_prompt':'x'}]}"))
                    .hasMessage("image 0 of the answer has neither bytes nor a URL");
        }

        @Test
        void haveAUrlInPlaceOfBytes() {
            assertThatThrownBy(() -> read("{'data':[{'url':'http://x'}]}"))
                    .hasMessage("the server sent the image as a URL although its bytes were asked for; set"
                            + " responseFormat=url and fetch it in the route");
        }

        @Test
        void areNoObject() {
            assertThatThrownBy(() -> read("[]")).hasMessage("the answer is not a JSON object");
        }
    }

    @Nested
    class BrokenAnswers {

        @Test
        void leaveNoFileWhenTheSecondImageIsNone() {
            assertThatThrownBy(() -> read("{'data':[{'b64_json':" + base64(LARGE) + "},{}]}"))
                    .isInstanceOf(OpenAiResponseException.class);
        }

        @Test
        void leaveNoFileWhenTheyAreCutWithinAnImage() {
            String json = "{'data':[{'b64_json':" + base64(LARGE);

            assertThatThrownBy(() -> read(json.substring(0, json.length() - 10)))
                    .isInstanceOf(JacksonException.class);
        }

        @Test
        void leaveNoFileWhenTheyAreCutBehindAnImage() {
            assertThatThrownBy(() -> read("{'data':[{'b64_json':" + base64(LARGE) + ",'url':"))
                    .isInstanceOf(JacksonException.class);
        }

        @Test
        void leaveNoFileWhenTheBytesAreNoBase64() {
            String json = "{'data':[{'b64_json':" + base64(LARGE).replaceAll("'$", "*'") + "}]}";

            assertThatThrownBy(() -> read(json))
                    .isInstanceOf(OpenAiResponseException.class)
                    .hasMessage("the bytes of image 0 are not base64");
        }

        @Test
        void leaveNoFileWhenTheNetworkFails() {
            InputStream cut = new InputStream() {
                private final InputStream begin = body("{'data':[{'b64_json':" + base64(LARGE));

                @Override
                public int read() throws IOException {
                    int next = begin.read();
                    if (next < 0) {
                        throw new IOException("reset");
                    }
                    return next;
                }
            };

            assertThatThrownBy(() ->
                            new ImagesReader(false, false, 1, SpoolFolder.OF_THE_JVM).read(new FakeReplyHead(200), cut))
                    .hasMessageContaining("reset");
        }
    }
}
