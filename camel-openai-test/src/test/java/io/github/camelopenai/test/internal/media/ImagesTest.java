// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "A watercolour of a fox in the snow, with a long scarf that wraps", "一只猫"})
    void carryAndShowTheirPrompt(String prompt) throws Exception {
        byte[] png = PngImage.of(prompt, 256, 128);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));

        assertThat(PngImage.prompt(png)).contains(prompt);
        assertThat(image.getWidth()).isEqualTo(256);
        assertThat(image.getHeight()).isEqualTo(128);
        assertThat(Arrays.stream(image.getRGB(0, 0, 256, 128, null, 0, 256)).distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void canBeJpeg() throws Exception {
        byte[] jpeg = JpegImage.of("一只 fox", 64, 64);

        assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth()).isEqualTo(64);
        assertThat(JpegImage.prompt(jpeg)).contains("一只 fox");
    }

    @Test
    void ofOthersHaveNoPrompt() {
        assertThat(PngImage.prompt(new byte[0])).isEmpty();
        assertThat(PngImage.prompt(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9})).isEmpty();
        assertThat(JpegImage.prompt(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9})).isEmpty();
    }

    @Test
    void areReadWithCareWhenTheyAreCut() {
        byte[] png = PngImage.of("fox", 16, 16);
        for (int length = 0; length < png.length; length++) {
            assertThat(PngImage.prompt(Arrays.copyOf(png, length)))
                    .satisfiesAnyOf(prompt -> assertThat(prompt).isEmpty(), prompt -> assertThat(prompt)
                            .contains("fox"));
        }
    }

    @Test
    void areDrawnWhereNoFontIsInstalled(@TempDir Path directory) throws Exception {
        Path noFonts = Files.writeString(directory.resolve("fonts.conf"), "<fontconfig></fontconfig>");
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        where(PngImage.class) + File.pathSeparator + where(ImagesTest.class),
                        WithoutFonts.class.getName(),
                        directory.resolve("fox.png").toString())
                .inheritIO();
        java.environment().put("FONTCONFIG_FILE", noFonts.toString());

        assertThat(java.start().waitFor()).isZero();

        byte[] png = Files.readAllBytes(directory.resolve("fox.png"));
        assertThat(PngImage.prompt(png)).contains("fox");
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(64);
    }

    private static String where(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /** Runs in a process of its own, because a JDK looks for fonts once. */
    static final class WithoutFonts {
        private WithoutFonts() {}

        public static void main(String[] arguments) throws IOException {
            Files.write(Path.of(arguments[0]), PngImage.of("fox", 64, 64));
        }
    }
}
