// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

/** A change of how an answer to a request for a model goes out. */
@FunctionalInterface
interface Edit {
    Edit NONE = (frames, model) -> frames;

    Frames apply(Frames frames, String model);

    default Edit then(Edit next) {
        return (frames, model) -> next.apply(apply(frames, model), model);
    }
}
