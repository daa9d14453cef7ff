// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.tool.ToolDefinition;
import io.github.camelopenai.internal.tool.ToolRoute;
import io.github.camelopenai.internal.tool.ToolRoutes;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * The start of a route that a model may call. It creates no exchanges by itself: a running chat passes the calls to it.
 */
public final class OpenAiToolConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {

    private final ToolRoute tool;

    OpenAiToolConsumer(OpenAiEndpoint endpoint, Processor processor, ToolDefinition definition) {
        super(endpoint, processor);
        this.tool = new ToolRoute(definition, this);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ToolRoutes.of(getEndpoint().getCamelContext()).open(tool);
    }

    @Override
    protected void doStop() throws Exception {
        tool.close();
        super.doStop();
    }

    @Override
    protected void doSuspend() {
        tool.close();
    }

    @Override
    protected void doResume() {
        ToolRoutes.of(getEndpoint().getCamelContext()).open(tool);
    }

    @Override
    protected void doShutdown() throws Exception {
        ToolRoutes.of(getEndpoint().getCamelContext()).remove(tool);
        super.doShutdown();
    }

    /** Chat routes may still run; they need the tool until they have ended. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return 0; // calls in flight are counted as exchanges of the route
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // calls in flight may end
    }
}
