// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.internal.client.ReplyHead;
import java.io.IOException;
import java.io.InputStream;

/** The answer of a server that does not know streams: a whole document where events were asked for. Stateless. */
final class WholeAnswer {

    private WholeAnswer() {}

    static boolean isOne(ReplyHead head) {
        String type = head.header("content-type");
        return type != null && type.regionMatches(true, 0, "application/json", 0, "application/json".length());
    }

    static byte[] read(InputStream body) throws IOException {
        return FullResponse.read(body);
    }
}
