// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Starts a simulator for a test class, see {@link OpenAiSimulatorExtension}. */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OpenAiSimulatorExtension.class)
public @interface WithOpenAiSimulator {
    /** The account's tier. */
    Tier tier() default Tier.UNLIMITED;

    /** How many times faster than the clock the server's time runs. */
    double timeScale() default 1;
}
