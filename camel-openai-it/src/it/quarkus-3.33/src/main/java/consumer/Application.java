// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package consumer;

import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;

/** The program with Quarkus, which finds the routes by itself. */
@ApplicationScoped
public class Application {

    void started(@Observes CamelContextStartedEvent event) {
        // Not on this thread: Quarkus waits for it before the application is up.
        new Thread(() -> exit(event.getContext()), "consumer").start();
    }

    private static void exit(CamelContext context) {
        Quarkus.asyncExit(EveryFeature.worksIn(context) ? 0 : 1);
    }
}
