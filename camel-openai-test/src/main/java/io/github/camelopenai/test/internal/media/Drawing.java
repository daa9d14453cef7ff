// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Draws a prompt as wrapped lines on a plain background; as blocks of colour where no installed font has its script. Stateless. */
final class Drawing {
    private Drawing() {}

    static BufferedImage of(String prompt, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(background(prompt));
            graphics.fillRect(0, 0, width, height);
            write(graphics, prompt, width, height);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private static void write(Graphics2D graphics, String prompt, int width, int height) {
        try {
            drawText(graphics, prompt, width, height);
        } catch (RuntimeException | LinkageError | InternalError e) {
            // A JDK without fonts fails in one of these ways, depending on its version.
            drawBlocks(graphics, prompt, width, height);
        }
    }

    private static void drawText(Graphics2D graphics, String prompt, int width, int height) {
        int margin = Math.max(2, width / 20);
        int size = Math.max(8, width / 24);
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, size);
        if (font.canDisplayUpTo(prompt) >= 0) { // a script that no installed font has would come out as empty boxes
            drawBlocks(graphics, prompt, width, height);
            return;
        }
        graphics.setFont(font);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.BLACK);
        FontMetrics metrics = graphics.getFontMetrics();
        int y = margin + metrics.getAscent();
        for (String line : wrapped(prompt, metrics, width - 2 * margin)) {
            if (y > height) {
                return;
            }
            graphics.drawString(line, margin, y);
            y += metrics.getHeight();
        }
    }

    private static List<String> wrapped(String text, FontMetrics metrics, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String piece : Words.of(text)) {
            if (!line.isEmpty() && metrics.stringWidth(line + piece) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? piece.strip() : piece);
        }
        lines.add(line.toString());
        return lines;
    }

    private static void drawBlocks(Graphics2D graphics, String prompt, int width, int height) {
        int side = Math.max(4, width / 16);
        int columns = Math.max(1, width / side);
        int[] characters = prompt.codePoints().limit(1_000).toArray();
        for (int i = 0; i < characters.length && i / columns * side < height; i++) {
            graphics.setColor(Color.getHSBColor(characters[i] % 97 / 97f, 0.6f, 0.7f));
            graphics.fillRect(i % columns * side, i / columns * side, side - 1, side - 1);
        }
    }

    private static Color background(String prompt) {
        return Color.getHSBColor(Math.floorMod(prompt.hashCode(), 360) / 360f, 0.15f, 0.95f);
    }
}
