// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What content is, told by headers, names and first bytes, in this order, unless the bytes say otherwise. */
class ContentTypeDetectorTest {

    private static final byte[] SILENT = "a plain text".getBytes(StandardCharsets.US_ASCII);

    private final Message message = new DefaultExchange(new DefaultCamelContext()).getMessage();

    /** Text in which a percent sign and two hexadecimal digits stand for a byte. */
    private static byte[] bytes(String text) {
        StringBuilder bytes = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '%') {
                bytes.append((char) Integer.parseInt(text.substring(at + 1, at + 3), 16));
                at += 2;
            } else {
                bytes.append(text.charAt(at));
            }
        }
        return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String type(String fileName, byte[] head) {
        return ContentTypeDetector.of(message, fileName, head).orElse("nothing");
    }

    @ParameterizedTest
    @FieldSource("io.github.camelopenai.internal.body.ContentTypeDetector#HEADERS")
    void eachHeaderTellsTheType(String header) {
        message.setHeader(header, "image/png");

        assertThat(type("a.txt", SILENT)).isEqualTo("image/png");
    }

    @Test
    void theHeaderOfTheObjectStoreWinsOverContentType() {
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("CamelAwsS3ContentType", "image/webp");

        assertThat(type(null, SILENT)).isEqualTo("image/webp");
    }

    @Test
    void contentTypeWinsOverTheName() {
        message.setHeader(Exchange.CONTENT_TYPE, "Application/PDF; name=x");
        message.setHeader(Exchange.FILE_NAME, "a.png");

        assertThat(type("a.gif", SILENT)).isEqualTo("application/pdf");
    }

    @Test
    void theNameInTheHeaderWinsOverThatOfTheFile() {
        message.setHeader(Exchange.FILE_NAME, "in/a.PNG");

        assertThat(type("upload.gif", SILENT)).isEqualTo("image/png");
    }

    @Test
    void aNameThatSaysNothingLeavesItToTheNext() {
        message.setHeader(Exchange.FILE_NAME, "upload.tmp");

        assertThat(type("a.gif", SILENT)).isEqualTo("image/gif");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/octet-stream",
                "binary/octet-stream",
                "Application/Octet-Stream; x=y",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b",
                "image",
                "",
                " ; ",
                "*/*"
            })
    void aHeaderThatSaysNothingLeavesItToTheNext(String header) {
        message.setHeader("CamelAzureStorageBlobContentType", header);
        message.setHeader(Exchange.CONTENT_TYPE, header);

        assertThat(type("a.png", SILENT)).isEqualTo("image/png");
        assertThat(type(null, SILENT)).isEqualTo("nothing");
        assertThat(type(null, bytes("%89PNG%0D%0A%1A%0A"))).isEqualTo("image/png");
    }

    @Test
    void headersTellNothingOfAnElementWithinTheBody() {
        message.setHeader(Exchange.CONTENT_TYPE, "image/png");
        message.setHeader(Exchange.FILE_NAME, "a.png");

        assertThat(ContentTypeDetector.of(null, "b.gif", SILENT)).contains("image/gif");
        assertThat(ContentTypeDetector.of(null, null, SILENT)).isEmpty();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "a.png, image/png",
        "a.jpg, image/jpeg",
        "a.jpeg, image/jpeg",
        "a.webp, image/webp",
        "a.gif, image/gif",
        "a.pdf, application/pdf",
        "a.mp3, audio/mpeg",
        "a.wav, audio/x-wav",
        "a.heic, image/heic",
        "a.tif, image/tiff",
        "a.mp4, video/mp4",
        "a.zip, application/zip",
        "a.docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "a.md, nothing",
        "a.ts, nothing",
        "png, image/png",
        "a, nothing",
        "a., nothing"
    })
    void anExtensionTellsTheType(String name, String type) {
        assertThat(type(name, SILENT)).isEqualTo(type);
    }

    @ParameterizedTest(name = "{1} is {0}")
    @CsvSource({
        "image/png, %89PNG%0D%0A%1A%0A%00%00%00%0D",
        "image/jpeg, %FF%D8%FF%E0%00%10JFIF%00%01",
        "application/pdf, %25PDF-1.7%0A%25%E2",
        "image/webp, RIFF%24%00%00%00WEBP",
        "audio/wav, RIFF%24%00%00%00WAVE",
        "video/x-msvideo, RIFF%24%00%00%00AVI%20",
        "audio/mpeg, ID3%03%00%00%00%00%00%00%00%00",
        "image/tiff, II*%00%08%00%00%00",
        "image/tiff, MM%00*%00%00%00%08",
        "image/bmp, BM%36%00%0C%00%00%00%00%00%36%00",
        "image/heic, %00%00%00%18ftypheic",
        "image/heic, %00%00%00%18ftypmif1",
        "image/avif, %00%00%00%18ftypavif",
        "video/mp4, %00%00%00%18ftypisom",
        "audio/mp4, %00%00%00%18ftypM4A%20",
        "application/zip, PK%03%04%14%00",
        "application/gzip, %1F%8B%08%00",
        "application/x-ole-storage, %D0%CF%11%E0%A1%B1%1A%E1",
        "application/octet-stream, %7FELF%02%01%01%00%00%00%00%00",
        "nothing, BMW is a car",
        "nothing, hello",
        "nothing, %FF%FEh%00i%00",
        "nothing, ''"
    })
    void theFirstBytesTellTheType(String type, String head) {
        assertThat(type(null, bytes(head))).isEqualTo(type);
    }

    @ParameterizedTest(name = "{0} that begins with {1} is {2}")
    @CsvSource({
        "image/jpeg, %89PNG%0D%0A%1A%0A, image/png",
        "application/json, %25PDF-1.7, application/pdf",
        "text/html, %FF%D8%FF%E0, image/jpeg",
        "application/pdf, hello, application/pdf",
        "image/png, %00%00%00%18ftypheic, image/heic",
        "image/png, PK%03%04, application/zip",
        "text/plain, PK%03%04, application/zip",
        "application/msword, %D0%CF%11%E0%A1%B1%1A%E1, application/msword",
        "video/quicktime, %00%00%00%18ftypqt%20%20, video/quicktime",
        "application/x-own, %01%00%02, application/octet-stream",
        "application/x-own, hello, application/x-own",
        "text/plain, h%00i%00, text/plain",
        "audio/mpeg, %00%00%00, audio/mpeg"
    })
    void theBytesAreBelievedWhereTheyContradict(String header, String head, String type) {
        message.setHeader(Exchange.CONTENT_TYPE, header);

        assertThat(type(null, bytes(head))).isEqualTo(type);
    }

    @Test
    void zerosAreTextWhereTheExchangeNamesItsCharset() {
        message.getExchange().setProperty(Exchange.CHARSET_NAME, "UTF-16LE");

        assertThat(type(null, bytes("h%00i%00"))).isEqualTo("nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/csv",
                "application/json",
                "application/xml",
                "application/problem+json",
                "image/svg+xml",
                "application/x-yaml",
                "message/rfc822"
            })
    void whatHasATextIsAPrompt(String type) {
        assertThat(ContentTypeDetector.isText(type)).isTrue();
        assertThat(ContentTypeDetector.isBinary(type)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "video/mp4",
                "image/tiff",
                "audio/ogg",
                "font/woff2",
                "application/zip",
                "application/x-tar",
                "application/vnd.ms-excel",
                "application/octet-stream"
            })
    void whatHasNoTextIsNone(String type) {
        assertThat(ContentTypeDetector.isBinary(type)).isTrue();
        assertThat(ContentTypeDetector.isText(type)).isFalse();
    }
}
