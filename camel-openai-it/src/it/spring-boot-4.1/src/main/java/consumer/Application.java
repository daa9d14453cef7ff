// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package consumer;

import org.apache.camel.CamelContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The program with Spring Boot. */
@SpringBootApplication
public class Application {

    public static void main(String[] arguments) {
        ConfigurableApplicationContext application = SpringApplication.run(Application.class, arguments);
        boolean works = EveryFeature.worksIn(application.getBean(CamelContext.class));
        System.exit(SpringApplication.exit(application, () -> works ? 0 : 1));
    }

    @Bean
    Routes routes() {
        return new Routes();
    }
}
