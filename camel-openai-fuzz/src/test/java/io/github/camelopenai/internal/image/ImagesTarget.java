// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.image;

import io.github.camelopenai.fuzz.Pieces;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import io.github.camelopenai.internal.body.SpoolFolder;
import io.github.camelopenai.internal.client.call.Answered;
import io.github.camelopenai.internal.client.call.Head;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** An answer with pictures: in pieces it is the same, and the bytes of a picture come back. */
public final class ImagesTarget implements Target {

    private static final Head HEAD = Head.of("application/json");
    private static final int LARGEST = 1 << 20;

    @Override
    public void run(byte[] input) throws IOException {
        for (boolean urls : new boolean[] {false, true}) {
            Answered<Images> whole = read(urls, false, new ByteArrayInputStream(input));
            Answered<Images> pieces = read(urls, false, new Pieces(input));
            Answered<Images> kept = read(urls, true, new Pieces(input));
            Promise.same(whole.complaint(), pieces.complaint(), "failure of the whole, and of pieces");
            Promise.same(whole.complaint(), kept.complaint(), "failure without, and with the raw answer");
            if (whole.value() != null) {
                same(whole.value(), pieces.value());
                same(whole.value(), kept.value());
                whole.value().close();
                pieces.value().close();
                kept.value().close();
            }
        }
        comesBack(input);
    }

    private static Answered<Images> read(boolean urls, boolean keepRaw, InputStream body) {
        return Answered.of(new ImagesReader(urls, keepRaw, 1, SpoolFolder.OF_THE_JVM), HEAD, body);
    }

    private static void same(Images some, Images others) throws IOException {
        Promise.same(some.items().size(), others.items().size(), "how many");
        for (int at = 0; at < some.items().size(); at++) {
            Images.Item one = some.items().get(at);
            Images.Item other = others.items().get(at);
            Promise.same(one.url(), other.url(), "URLs");
            Promise.same(one.revisedPrompt(), other.revisedPrompt(), "prompts");
            Promise.holds(one.bytes() != null || one.url() != null, "a picture that is none");
            Promise.same(one.bytes() == null, other.bytes() == null, "whether there are bytes");
            Promise.holds(
                    one.bytes() == null
                            || Arrays.equals(
                                    one.bytes().head(LARGEST), other.bytes().head(LARGEST)),
                    "the whole, and pieces differ");
        }
    }

    private static void comesBack(byte[] picture) throws IOException {
        String base64 = Base64.getEncoder().encodeToString(picture);
        byte[] answer = ("{\"data\":[{\"b64_json\":\"" + base64 + "\"}]}").getBytes(StandardCharsets.UTF_8);
        Answered<Images> read = read(false, false, new Pieces(answer));
        Promise.same(picture.length > 0, read.value() != null, "whether there is a picture");
        if (read.value() != null) {
            byte[] bytes = read.value().items().get(0).bytes().head(LARGEST);
            Promise.holds(Arrays.equals(picture, bytes), "another picture came out");
            read.value().close();
        }
    }
}
