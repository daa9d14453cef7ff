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

/** Where calls of a model enter a route. It makes no messages by itself: a chat that runs hands them over. */
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

    /** Routes that chat may still be at it; they need the tool until they have ended. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return 0; // calls under way are counted as exchanges of the route
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // calls under way may end
    }
}
