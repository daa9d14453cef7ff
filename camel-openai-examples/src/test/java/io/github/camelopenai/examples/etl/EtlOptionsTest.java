// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtlOptionsTest {

    @Test
    void readsTheSamplesWithoutArguments() {
        EtlOptions options = EtlOptions.parse(List.of());

        assertThat(options.inbox()).isEqualTo(Path.of("inbox").toAbsolutePath());
        assertThat(options.outbox()).isEqualTo(Path.of("outbox").toAbsolutePath());
        assertThat(options.tier()).isEqualTo("tier1");
    }

    @ParameterizedTest
    @CsvSource({
        "--fast,            unknown option --fast",
        "--inbox,           --inbox needs a value",
        "--inbox no-such,   --inbox no-such is not a folder",
        "--tier gold,       --tier gold is not known",
    })
    void saysWhatIsWrong(String arguments, String message) {
        List<String> args = List.of(arguments.split(" "));

        assertThatThrownBy(() -> EtlOptions.parse(args)).hasMessage(message);
    }

    @Test
    void showsItsUsageForAnUnknownOption() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        int status = EtlExample.run(List.of("--help"), new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(status).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("unknown option --help")
                .contains("--inbox DIR", "--outbox DIR", "--tier TIER");
    }
}
