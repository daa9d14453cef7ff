// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package consumer;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A typed answer with what Jackson knows by modules only. */
public record Invoice(String vendor, LocalDate issued, Optional<LocalDate> due, List<Line> lines) {

    /** One thing that was bought. */
    public record Line(String item, int quantity) {}
}
