// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Trigger;

/** Makes a statement fail inside H2, which wants a public class. */
public final class FailingTrigger implements Trigger {

    @Override
    public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
        throw new SQLException("not today", "45000", 1);
    }
}
