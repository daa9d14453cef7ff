// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.io.IOException;
import java.io.InputStream;

/** Spools whose files are in the folder for temporary files of the JVM. Stateless. */
public final class Spools {

    private Spools() {}

    public static Spool empty() {
        return new Spool(SpoolFolder.OF_THE_JVM);
    }

    /** Copies a stream to its end, or a little past a limit; the stream stays open. */
    static Spool of(InputStream source, long limit) throws IOException {
        Spool spool = empty();
        try {
            byte[] buffer = new byte[16 * 1024];
            for (int read = source.read(buffer); read >= 0 && spool.length() <= limit; read = source.read(buffer)) {
                spool.append(buffer, 0, read);
            }
            return spool;
        } catch (Throwable e) {
            spool.close();
            throw e;
        }
    }
}
