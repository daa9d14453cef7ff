// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import java.io.File;
import java.lang.reflect.ParameterizedType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The schemas of classes that are one value in JSON, as Jackson reads them. Formats are those that OpenAI supports; if
 * none fits, a description gives the model the form. Stateless except for its queries to the mapper.
 */
final class ValueTypes implements CustomDefinitionProviderV2 {

    private static final Map<Class<?>, Form> FORMS = forms();

    private final MapperProperties names;

    private record Form(String type, boolean nullable, String format, String description) {

        static Form of(String type) {
            return new Form(type, false, null, null);
        }

        static Form described(String description) {
            return new Form("string", false, null, description);
        }

        static Form formatted(String format) {
            return new Form("string", false, format, null);
        }

        static Form nullable(String type) {
            return new Form(type, true, null, null);
        }
    }

    ValueTypes(MapperProperties names) {
        this.names = names;
    }

    private static Map<Class<?>, Form> forms() {
        Map<Class<?>, Form> forms = new HashMap<>();
        forms.put(byte.class, Form.of("integer"));
        forms.put(Byte.class, Form.of("integer"));
        forms.put(byte[].class, Form.described("bytes in Base64"));
        forms.put(BigInteger.class, Form.of("integer"));
        forms.put(BigDecimal.class, Form.of("number"));
        forms.put(Number.class, Form.of("number"));
        forms.put(OptionalInt.class, Form.nullable("integer"));
        forms.put(OptionalLong.class, Form.nullable("integer"));
        forms.put(OptionalDouble.class, Form.nullable("number"));
        forms.put(UUID.class, Form.formatted("uuid"));
        for (Class<?> type : new Class<?>[] {
            CharSequence.class, URI.class, URL.class, Path.class, File.class, Pattern.class, InetAddress.class
        }) {
            forms.put(type, Form.of("string"));
        }
        forms.put(Locale.class, Form.described("a language tag such as en-GB"));
        forms.put(Currency.class, Form.described("a currency code of ISO 4217 such as EUR"));
        forms.put(Charset.class, Form.described("the name of a character set such as UTF-8"));
        putTimes(forms);
        return Map.copyOf(forms);
    }

    private static void putTimes(Map<Class<?>, Form> forms) {
        for (Class<?> type :
                new Class<?>[] {Instant.class, OffsetDateTime.class, ZonedDateTime.class, Date.class, Calendar.class}) {
            forms.put(type, Form.formatted("date-time"));
        }
        forms.put(LocalDate.class, Form.formatted("date"));
        forms.put(OffsetTime.class, Form.formatted("time"));
        forms.put(Duration.class, Form.formatted("duration"));
        // The formats date-time and time require an offset, which these types refuse.
        forms.put(LocalDateTime.class, Form.described("date and time without offset, such as 2026-01-31T09:30:00"));
        forms.put(LocalTime.class, Form.described("time of day without offset, such as 09:30:00"));
        forms.put(Period.class, Form.described("a period of ISO 8601 such as P1Y2M3D"));
        forms.put(YearMonth.class, Form.described("year and month, such as 2026-01"));
        forms.put(MonthDay.class, Form.described("month and day, such as --01-31"));
        forms.put(Year.class, Form.of("integer"));
        forms.put(ZoneId.class, Form.described("a time zone such as Europe/Vienna"));
        forms.put(ZoneOffset.class, Form.described("an offset from UTC such as +01:00"));
    }

    @Override
    public CustomDefinition provideCustomSchemaDefinition(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        Form form = FORMS.get(raw);
        if (form != null) {
            names.refuseUnlessKnown(raw);
            write(form, schema);
        } else if (raw.isEnum()) {
            Set<JsonNode> constants = names.constantsOf(raw);
            schema.put("type", constants.stream().allMatch(JsonNode::isTextual) ? "string" : "number");
            schema.putArray("enum").addAll(constants);
        } else if (Map.class.isAssignableFrom(raw)) {
            ResolvedType value = context.getTypeContext().getTypeParameterFor(type, Map.class, 1);
            schema.put("type", "object");
            schema.set(
                    "additionalProperties",
                    value == null || value.getErasedType() == Object.class
                            ? schema.objectNode()
                            : context.createDefinitionReference(value));
        } else if (raw != Object.class && !TreeNode.class.isAssignableFrom(raw)) {
            return coat(raw, context);
        }
        return new CustomDefinition(schema, CustomDefinition.INLINE_DEFINITION, CustomDefinition.EXCLUDING_ATTRIBUTES);
    }

    private static void write(Form form, ObjectNode schema) {
        if (form.nullable()) {
            schema.putArray("type").add(form.type()).add("null");
        } else {
            schema.put("type", form.type());
        }
        if (form.format() != null) {
            schema.put("format", form.format());
        }
        if (form.description() != null) {
            schema.put("description", form.description());
        }
    }

    /** A class with one {@code @JsonValue} has the JSON of that value. */
    private CustomDefinition coat(Class<?> raw, SchemaGenerationContext context) {
        if (raw.isPrimitive() || raw.isArray() || raw.getName().startsWith("java.")) {
            return null;
        }
        JavaType value = names.valueOf(raw);
        if (value == null || value.getRawClass() == raw) {
            return null;
        }
        ObjectNode inner = context.createDefinition(context.getTypeContext().resolve(reflected(value)));
        return new CustomDefinition(inner, CustomDefinition.INLINE_DEFINITION, CustomDefinition.EXCLUDING_ATTRIBUTES);
    }

    /** The generator has its own types; this form works for both. */
    private static java.lang.reflect.Type reflected(JavaType type) {
        if (type.containedTypeCount() == 0) {
            return type.getRawClass();
        }
        java.lang.reflect.Type[] arguments = type.getBindings().getTypeParameters().stream()
                .map(ValueTypes::reflected)
                .toArray(java.lang.reflect.Type[]::new);
        return new ParameterizedType() {
            @Override
            public java.lang.reflect.Type[] getActualTypeArguments() {
                return arguments.clone();
            }

            @Override
            public java.lang.reflect.Type getRawType() {
                return type.getRawClass();
            }

            @Override
            public java.lang.reflect.Type getOwnerType() {
                return null;
            }
        };
    }
}
