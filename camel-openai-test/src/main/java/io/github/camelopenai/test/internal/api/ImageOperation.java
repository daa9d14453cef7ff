// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.test.internal.media.JpegImage;
import io.github.camelopenai.test.internal.media.PngImage;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** POST /v1/images/generations. Thread-safe: the album is. */
public final class ImageOperation implements Operation {
    private static final int MOST_CHARACTERS = 32_000;
    private static final int MOST_CHARACTERS_OF_DALL_E_3 = 4_000;
    private static final int MOST_CHARACTERS_OF_DALL_E_2 = 1_000;
    private static final int MOST_SIDE = 3_840;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4})x(\\d{1,4})");

    private final ImageAlbum album;

    /** @param album where images that are answered as a URL can be fetched */
    public ImageOperation(ImageAlbum album) {
        this.album = album;
    }

    @Override
    public Call check(Incoming request) {
        Fields fields = new Fields(request.json());
        String model = fields.text("model").orElse("dall-e-2");
        boolean dallE = model.startsWith("dall-e");
        String prompt = prompt(fields, model);
        int n = fields.integer("n", 1, 10).orElse(1);
        if (model.equals("dall-e-3") && n > 1) {
            throw ApiError.invalid("You must provide n=1 for this model.", "n", "invalid_value");
        }
        checkParameters(fields, dallE);
        String size = fields.text("size").filter(value -> !value.equals("auto")).orElse("1024x1024");
        Matcher sides = SIZE.matcher(size);
        if (!sides.matches() || tooLarge(sides.group(1)) || tooLarge(sides.group(2))) {
            throw ApiError.wrongValue("size", size, List.of("1024x1024", "1024x1536", "1536x1024", "auto"));
        }
        String format =
                fields.oneOf("output_format", List.of("png", "jpeg", "webp")).orElse("png");
        if (format.equals("webp")) {
            throw ApiError.unsupportedValue("The simulator cannot write 'webp'; ask for png or jpeg.", "output_format");
        }
        int width = Integer.parseInt(sides.group(1));
        int height = Integer.parseInt(sides.group(2));
        boolean url = dallE && fields.text("response_format").orElse("url").equals("url");
        return new ImageCall(fields, model, new Picture(prompt, width, height, format), n, url, album);
    }

    private static String prompt(Fields fields, String model) {
        String prompt = fields.requiredText("prompt");
        if (prompt.isEmpty()) {
            throw ApiError.invalid("You must provide a prompt.", "prompt", "invalid_value");
        }
        int most = model.equals("dall-e-3")
                ? MOST_CHARACTERS_OF_DALL_E_3
                : model.equals("dall-e-2") ? MOST_CHARACTERS_OF_DALL_E_2 : MOST_CHARACTERS;
        int length = prompt.codePointCount(0, prompt.length());
        if (length > most) {
            throw ApiError.tooLong("prompt", most, length);
        }
        return prompt;
    }

    private static void checkParameters(Fields fields, boolean dallE) {
        List<String> foreign = dallE
                ? List.of("output_format", "output_compression", "background", "moderation")
                : List.of("response_format", "style");
        for (String name : foreign) {
            if (fields.has(name)) {
                throw ApiError.unknownParameter(name);
            }
        }
        fields.oneOf("response_format", List.of("url", "b64_json"));
        fields.oneOf("background", List.of("transparent", "opaque", "auto"));
        fields.oneOf("style", List.of("vivid", "natural"));
        fields.integer("output_compression", 0, 100);
        fields.text("quality");
    }

    private static boolean tooLarge(String side) {
        int pixels = Integer.parseInt(side);
        return pixels < 1 || pixels > MOST_SIDE;
    }

    /** What is to be drawn. Immutable. */
    record Picture(String prompt, int width, int height, String format) {
        byte[] draw() {
            return format.equals("jpeg") ? JpegImage.of(prompt, width, height) : PngImage.of(prompt, width, height);
        }
    }

    private record ImageCall(Fields fields, String model, Picture picture, int n, boolean url, ImageAlbum album)
            implements Call {
        @Override
        public long promptTokens() {
            return TokenCount.of(picture.prompt());
        }

        @Override
        public Answer answer(Wording wording) {
            ObjectNode body = Json.object().put("created", ChatCall.CREATED);
            ArrayNode data = body.putArray("data");
            String drawn = url ? "" : Base64.getEncoder().encodeToString(picture.draw());
            for (int i = 0; i < n; i++) {
                ObjectNode entry = data.addObject();
                if (url) {
                    entry.put("url", album.add(picture));
                } else {
                    entry.put("b64_json", drawn);
                }
                if (model.equals("dall-e-3")) {
                    entry.put("revised_prompt", "A picture of: " + picture.prompt());
                }
            }
            if (!model.startsWith("dall-e")) {
                describe(body);
            }
            return Answer.json(200, body);
        }

        private void describe(ObjectNode body) {
            long text = promptTokens();
            long image = n * Math.max(1, (long) picture.width() * picture.height() / 1_024);
            body.put("background", fields.text("background").orElse("opaque"));
            body.put("output_format", picture.format());
            body.put("quality", fields.text("quality").orElse("high"));
            body.put("size", picture.width() + "x" + picture.height());
            ObjectNode usage = body.putObject("usage")
                    .put("input_tokens", text)
                    .put("output_tokens", image)
                    .put("total_tokens", text + image);
            usage.putObject("input_tokens_details").put("text_tokens", text).put("image_tokens", 0);
        }
    }
}
