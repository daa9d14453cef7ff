// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.apache.camel.builder.RouteBuilder;

/** A picture, PDF or recording in, what the model makes of it out. */
public final class VisionExample extends RouteBuilder {

    // tag::route[]
    @Override
    public void configure() {
        from("direct:look")
                .to("openai:chat?model=gpt-5.2&maxTokens=200&imageDetail=low"
                        + "&userMessage=Describe this in one sentence.");
    }
    // end::route[]

    public static void main(String[] args) {
        Object picture = args.length > 0 ? new File(args[0]) : sunset();
        try (ExampleContext example = ExampleContext.start(new VisionExample(), ExampleContext.access())) {
            System.out.println(example.ask("direct:look", picture, String.class));
        }
    }

    /** A PNG for those who have no picture at hand. */
    static byte[] sunset() {
        BufferedImage picture = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = picture.createGraphics();
        brush.setColor(new Color(0xF4A261));
        brush.fillRect(0, 0, 320, 200);
        brush.setColor(new Color(0xE63946));
        brush.fillOval(120, 60, 80, 80);
        brush.setColor(new Color(0x264653));
        brush.fillRect(0, 130, 320, 70);
        brush.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written", e);
        }
        return png.toByteArray();
    }
}
