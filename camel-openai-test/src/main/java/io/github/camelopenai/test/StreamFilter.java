// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import wiremock.jakarta.servlet.Filter;
import wiremock.jakarta.servlet.FilterChain;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.ServletOutputStream;
import wiremock.jakarta.servlet.ServletRequest;
import wiremock.jakarta.servlet.ServletResponse;
import wiremock.jakarta.servlet.WriteListener;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.jakarta.servlet.http.HttpServletResponseWrapper;
import wiremock.org.eclipse.jetty.server.Request;

/** Takes an answer out of WireMock's hands that is to be sent in pieces: WireMock can only send it whole. Thread-safe. */
final class StreamFilter implements Filter {
    private final Supplier<Streams> streams;

    StreamFilter(Supplier<Streams> streams) {
        this.streams = streams;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Headed headed = new Headed((HttpServletResponse) response);
        chain.doFilter(request, headed);
        headed.plan
                .flatMap(streams.get()::take)
                .map(plan -> new StreamSender(streams.get(), plan, Request.getBaseRequest(request), response))
                .ifPresent(StreamSender::begin);
    }

    /** Gives on the status and the headers, and of a planned answer nothing more. Not thread-safe. */
    private static final class Headed extends HttpServletResponseWrapper {
        private Optional<String> plan = Optional.empty();

        Headed(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void addHeader(String name, String value) {
            if (name.equalsIgnoreCase(Streams.HEADER)) {
                plan = Optional.of(value);
            } else {
                super.addHeader(name, value);
            }
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            return plan.isPresent() ? new Nowhere() : super.getOutputStream();
        }
    }

    /** Takes an empty body, and does not end the answer when it is closed. Stateless. */
    private static final class Nowhere extends ServletOutputStream {
        @Override
        public void write(int value) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}
    }
}
