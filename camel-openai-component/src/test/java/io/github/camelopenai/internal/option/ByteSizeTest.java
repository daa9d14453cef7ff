// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiRequestException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes as people write them. */
class ByteSizeTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0,               0",
        "5000,            5000",
        "5000B,           5000",
        "25MiB,           26214400",
        "25 mib,          26214400",
        "' 25MiB ',       26214400",
        "100MB,           100000000",
        "64KiB,           65536",
        "64kB,            64000",
        "2GiB,            2147483648",
        "2gb,             2000000000",
        "999999999999999, 999999999999999",
        "999999999999999GiB, 9223372036854775807"
    })
    void areRead(String text, long bytes) {
        assertThat(ByteSize.parse(text, "maxUploadSize")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1", "1.5MB", "25MiBs", "25 M", "25TB", "0x10", "1234567890123456"})
    void areRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text, "maxUploadSize"))
                .isInstanceOf(OpenAiRequestException.class)
                .hasMessage(
                        "maxUploadSize must be a number of bytes such as 25MiB, 100MB or 5000 but was '" + text + "'");
    }
}
