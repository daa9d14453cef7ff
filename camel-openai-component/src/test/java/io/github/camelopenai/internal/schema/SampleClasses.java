// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Classes whose schemas are looked at, and whose instances are read. */
public final class SampleClasses {

    private SampleClasses() {}

    /** One of two, told by its name. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Square.class, name = "square")
    })
    public sealed interface Shape permits Circle, Square {}

    /** A round one. */
    public record Circle(double radius) implements Shape {}

    /** One with corners. */
    public record Square(double side) implements Shape {}

    /** A class that has one as a property, and others in a list. */
    public record Drawing(Shape shape, List<Shape> more) {}

    /** A class that the strict subset has no words for. */
    public record Labelled(String name, Map<String, Integer> labels, Object any, Optional<String> note) {}
}
