// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A status and a few headers. */
public final class FakeReplyHead implements ReplyHead {

    private final int status;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Names and values of headers by turns. */
    public FakeReplyHead(int status, String... namesAndValues) {
        this.status = status;
        for (int at = 0; at < namesAndValues.length; at += 2) {
            headers.put(namesAndValues[at].toLowerCase(Locale.ROOT), namesAndValues[at + 1]);
        }
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String header(String name) {
        return headers.get(name);
    }
}
