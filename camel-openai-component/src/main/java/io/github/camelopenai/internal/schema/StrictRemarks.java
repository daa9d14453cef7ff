// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs which schemas of one context are sent without strict, and why, once for each. Thread-safe. */
public final class StrictRemarks {

    private static final Logger LOG = LoggerFactory.getLogger(StrictRemarks.class);

    /** Schemas may come from messages; they must not fill the log. */
    private static final int MOST = 100;

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /**
     * @param what the schema's name
     * @param why  what to change, by place and rule
     * @param hash of the schema: others may have the same name and the same fault
     */
    void say(String what, String why, int hash) {
        if (said.size() < MOST && said.add(hash + what + why)) {
            LOG.warn(
                    "{} is sent without strict, so the model may leave the schema: {}. Change that to be strict, or set"
                            + " strict=false to accept it{}",
                    what,
                    why,
                    said.size() < MOST ? "" : ". Further schemas of this kind are not reported");
        }
    }
}
