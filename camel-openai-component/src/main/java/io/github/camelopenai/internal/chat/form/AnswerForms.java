// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.JsonClasses;
import io.github.camelopenai.internal.json.RouteMapper;
import io.github.camelopenai.internal.json.ValueTree;
import io.github.camelopenai.internal.option.Defaults;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.schema.AnswerSchema;
import io.github.camelopenai.internal.schema.GivenSchema;
import io.github.camelopenai.internal.schema.StrictRemarks;
import io.github.camelopenai.internal.schema.Strictness;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.support.LRUCacheFactory;

/**
 * The forms of answers that one context has asked for, so that a class or a schema is looked into once. The mapper is looked
 * up with the first class. Thread-safe.
 */
final class AnswerForms {

    /** Schemas may come from messages; their number is not ours to choose. */
    private static final int MAX_SCHEMAS = 200;

    private final CamelContext context;
    private final StrictRemarks remarks = new StrictRemarks();
    private final Map<GivenKey, AnswerForm> schemas = LRUCacheFactory.newLRUCache(MAX_SCHEMAS);
    private volatile ClassForms classes;

    private record GivenKey(Object source, Strictness strict) {}

    AnswerForms(CamelContext context) {
        this.context = context;
    }

    /** Those of a context. Two calls at once may each make them; then one is kept. */
    static AnswerForms in(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        AnswerForms forms = extension.getContextPlugin(AnswerForms.class);
        if (forms == null) {
            forms = new AnswerForms(context);
            extension.addContextPlugin(AnswerForms.class, forms);
        }
        return forms;
    }

    AnswerForm choose(Options chosen) {
        boolean asText = chosen.get(Option.ANSWER_AS, Defaults.ANSWER_AS).equalsIgnoreCase("json");
        AnswerForm form = form(chosen);
        return asText && form.isTyped() ? new AnswerForm.Document(form) : form;
    }

    private AnswerForm form(Options chosen) {
        Object outputClass = chosen.get(Option.OUTPUT_CLASS);
        Object schema = chosen.get(Option.JSON_SCHEMA);
        String format = chosen.get(Option.RESPONSE_FORMAT);
        if (outputClass == null && schema == null) {
            return AnswerForm.named(format);
        }
        if (outputClass != null && schema != null) {
            throw OpenAiRequestException.refused("outputClass and jsonSchema are both set, at the endpoint or in the "
                    + "headers " + Option.OUTPUT_CLASS.header() + " and " + Option.JSON_SCHEMA.header()
                    + "; leave one of them out");
        }
        if (format != null) {
            throw OpenAiRequestException.refused("responseFormat=" + format + " contradicts "
                    + (schema == null ? "outputClass" : "jsonSchema")
                    + ", which asks for JSON of its own form; leave responseFormat out");
        }
        Strictness strict = Strictness.of(chosen.get(Option.STRICT));
        return schema == null ? ofClass(resolve(outputClass), strict) : given(schema, strict);
    }

    private AnswerForm ofClass(Class<?> type, Strictness strict) {
        AnswerForm form = classes().of(type, strict);
        JsonClasses.add(context, type);
        return form;
    }

    private AnswerForm given(Object schema, Strictness strict) {
        Object source = schema instanceof String ? schema : tree(schema, context);
        GivenKey key = new GivenKey(source, strict);
        AnswerForm known = schemas.get(key);
        if (known == null) {
            JsonNode tree = source instanceof JsonNode node ? node : tree(source, context);
            known = new MapForm(AnswerSchema.given(tree, strict, remarks));
            schemas.put(key, known);
        }
        return known;
    }

    /** The value of the option as a tree of its own. */
    private static JsonNode tree(Object schema, CamelContext context) {
        if (schema instanceof CharSequence text) {
            return GivenSchema.parse(text.toString(), "jsonSchema", Json.MAPPER);
        }
        if (schema instanceof JsonNode || schema instanceof Map) {
            return ValueTree.forRequest(schema, "jsonSchema", context);
        }
        throw OpenAiRequestException.refused("jsonSchema must be a JSON text, a Map or a JsonNode but was a "
                + schema.getClass().getName() + "; convert it before this step");
    }

    private Class<?> resolve(Object outputClass) {
        if (outputClass instanceof Class<?> type) {
            return type;
        }
        if (!(outputClass instanceof String name)) {
            throw OpenAiRequestException.refused("outputClass must be a class or the name of one but was a "
                    + outputClass.getClass().getName());
        }
        Class<?> type = context.getClassResolver().resolveClass(name.strip());
        if (type == null) {
            throw OpenAiRequestException.refused(
                    "outputClass names " + name.strip()
                            + ", which is not on the class path; give the full name of a class, with $ before the name of a nested one");
        }
        return type;
    }

    private ClassForms classes() {
        ClassForms known = classes;
        if (known == null) {
            known = new ClassForms(RouteMapper.of(context), remarks);
            classes = known;
        }
        return known;
    }

    /** The forms of classes, kept with each class, so that a class which is unloaded takes its forms along. */
    private static final class ClassForms extends ClassValue<Map<Strictness, ClassForm>> {

        private final ObjectMapper mapper;
        private final StrictRemarks remarks;

        ClassForms(ObjectMapper mapper, StrictRemarks remarks) {
            this.mapper = mapper;
            this.remarks = remarks;
        }

        ClassForm of(Class<?> type, Strictness strict) {
            Map<Strictness, ClassForm> forms = get(type);
            ClassForm known = forms.get(strict);
            return known != null
                    ? known
                    : forms.computeIfAbsent(strict, asked -> ClassForm.of(type, asked, mapper, remarks));
        }

        @Override
        protected Map<Strictness, ClassForm> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    }
}
