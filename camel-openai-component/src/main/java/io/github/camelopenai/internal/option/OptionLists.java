// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

import java.util.List;
import java.util.stream.Stream;

/** Joins lists of options. Stateless. */
public final class OptionLists {

    private OptionLists() {}

    public static List<Option<?>> concat(List<Option<?>> first, List<Option<?>> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
