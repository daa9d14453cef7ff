// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.SynchronizationRouteAware;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a body when its exchange is complete. A body that still arrives when its route has ended, as an HTTP server reads it
 * then, keeps the exchange in flight for that route, so that a graceful stop of Camel waits for the reader. For one exchange.
 */
final class ExchangeEnd extends SynchronizationAdapter implements SynchronizationRouteAware {
    /*
     * Camel waits for the exchanges that are in flight in a route, and asks consumers and EIPs for more, but no producer. An
     * exchange is in flight until its route has ended; so the same exchange is added once more at that moment, and removed
     * when it is complete. Camel calls onAfterRoute before it removes its own, so there is no moment without either.
     */
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeEnd.class);

    private final Closeable body;
    private final BooleanSupplier arriving;
    private volatile String inFlightFor; // the id of a route; null while that is Camel's business

    /**
     * @param arriving whether there is more to come
     */
    ExchangeEnd(Closeable body, BooleanSupplier arriving) {
        this.body = body;
        this.arriving = arriving;
    }

    @Override
    public void onBeforeRoute(Route route, Exchange exchange) {
        // nothing has come yet
    }

    @Override
    public void onAfterRoute(Route route, Exchange exchange) {
        boolean isOutermost = route.getRouteId().equals(exchange.getFromRouteId());
        if (isOutermost && inFlightFor == null && arriving.getAsBoolean()) {
            inFlightFor = route.getRouteId();
            exchange.getContext().getInflightRepository().add(exchange, inFlightFor);
        }
    }

    @Override
    public void onDone(Exchange exchange) {
        try {
            body.close();
        } catch (IOException e) {
            LOG.debug("A stream of exchange {} could not be closed", exchange.getExchangeId(), e);
        } finally {
            if (inFlightFor != null) {
                exchange.getContext().getInflightRepository().remove(exchange, inFlightFor);
            }
        }
    }

    @Override
    public SynchronizationRouteAware getRouteSynchronization() {
        return this;
    }
}
