// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The replies that wait for their requests, first in, first out. Thread-safe: state is guarded by this object. */
final class Script {
    private final List<Step> steps = new ArrayList<>();

    synchronized void add(Optional<Endpoint> endpoint, Reply... replies) {
        for (Reply reply : replies) {
            steps.add(new Step(endpoint, reply));
        }
    }

    /** Takes the first reply that is for any endpoint or for this one. */
    synchronized Optional<Reply> take(Endpoint endpoint) {
        for (Iterator<Step> each = steps.iterator(); each.hasNext(); ) {
            Step step = each.next();
            if (step.endpoint().isEmpty() || step.endpoint().get() == endpoint) {
                each.remove();
                return Optional.of(step.reply());
            }
        }
        return Optional.empty();
    }

    synchronized List<Reply> unused() {
        return steps.stream().map(Step::reply).toList();
    }

    synchronized void clear() {
        steps.clear();
    }

    private record Step(Optional<Endpoint> endpoint, Reply reply) {}
}
