// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.client.call.BulkInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Route;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.ExchangeHelper;

/**
 * Media as a message body: a stream that can be read again, whose bytes may still be arriving. What has been read is kept
 * in a {@link Spool}, so nothing large stays in the heap. Released when the exchange is complete. Not thread-safe, except
 * that another thread may close it; each copy has its own position.
 */
public final class MediaBody extends BulkInputStream implements StreamCache {

    private final Spool spool;
    private final Origin origin;
    private volatile InputStream source; // null once all has arrived; another thread may close it
    private Exception failure; // after which the rest is lost, though the source may go on
    private long position;

    private MediaBody(Spool spool, InputStream source, Origin origin) {
        this.spool = spool;
        this.source = source;
        this.origin = origin;
    }

    /** Where the bytes come from. */
    private enum Origin {
        /** A stream of the route. */
        ROUTE,
        /** An answer. */
        SERVER,
        /** An answer that is of no use unless it is read now. */
        LIVE
    }

    /** A body whose bytes are all there; the spool is handed over. */
    public static MediaBody of(Spool spool, Exchange exchange) {
        return new MediaBody(spool, null, Origin.SERVER).releasedWith(exchange);
    }

    /** A stream of the route whose bytes arrive while it is read; it is handed over. */
    static MediaBody arriving(InputStream source, Exchange exchange) {
        return arriving(spool(exchange), source, exchange);
    }

    /** The same where some bytes have arrived already. */
    static MediaBody arriving(Spool spool, InputStream source, Exchange exchange) {
        return new MediaBody(spool, source, Origin.ROUTE).releasedWith(exchange);
    }

    /**
     * A body whose bytes arrive while it is read: one that can be read again where Camel caches streams, else the source
     * itself. Released with the exchange.
     */
    public static InputStream closeKeeps(InputStream source, Exchange exchange) {
        if (isStreamCaching(exchange)) {
            return new MediaBody(spool(exchange), source, Origin.SERVER).releasedWith(exchange);
        }
        closeWith(exchange, source);
        return source;
    }

    /**
     * The same for what is of no use unless it is read now. Who closes it before its end gives the rest up; a body that is
     * only on its way is closed by steps that fail and read it again.
     */
    public static InputStream closeAbandons(InputStream source, Exchange exchange) {
        if (isStreamCaching(exchange)) {
            return new MediaBody(spool(exchange), source, Origin.LIVE).releasedWith(exchange);
        }
        closeWith(exchange, source);
        return source;
    }

    private static Spool spool(Exchange exchange) {
        return new Spool(SpoolFolder.of(exchange.getContext()));
    }

    private static boolean isStreamCaching(Exchange exchange) {
        Route route = ExchangeHelper.getRoute(exchange);
        Boolean ofRoute = route == null ? null : route.isStreamCaching();
        return ofRoute != null
                ? ofRoute
                : Boolean.TRUE.equals(exchange.getContext().isStreamCaching());
    }

    /** Closes when the exchange is complete, or, within a split or multicast, when that is. */
    public static void closeWith(Exchange exchange, Closeable resource) {
        endWith(exchange, new ExchangeEnd(resource, () -> true));
    }

    private static void endWith(Exchange exchange, ExchangeEnd closing) {
        UnitOfWork parent = exchange.getProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK, UnitOfWork.class);
        if (parent != null && parent.getRoute() != null) {
            parent.addSynchronization(closing); // results of a split are read after its parts are done
        } else {
            exchange.getExchangeExtension().addOnCompletion(closing);
        }
    }

    private MediaBody releasedWith(Exchange exchange) {
        endWith(exchange, new ExchangeEnd(this::release, () -> source != null));
        return this;
    }

    private void release() throws IOException {
        try (Spool closing = spool) {
            if (source != null) {
                source.close();
            }
        }
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        int read = spool.read(position, target, offset, count);
        if (read < 0 && source != null) {
            read = receive(target, offset, count);
        }
        position += Math.max(0, read);
        return read;
    }

    /**
     * Reads on in what arrives. A failure is remembered: a source that goes on behind it has lost bytes, and what is read again
     * must not look whole.
     */
    private int receive(byte[] target, int offset, int count) throws IOException {
        if (failure instanceof IOException known) {
            throw known;
        }
        if (failure instanceof RuntimeException known) {
            throw known;
        }
        try {
            int read = source.read(target, offset, count);
            if (read < 0) {
                source.close(); // gives the connection back now, not at the end of the exchange
                source = null;
            } else {
                keep(target, offset, read);
            }
            return read;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private void keep(byte[] bytes, int offset, int count) throws IOException {
        try {
            spool.append(bytes, offset, count);
        } catch (IOException e) {
            if (origin == Origin.ROUTE) {
                throw e;
            }
            throw new OpenAiResponseException(
                    "the answer came but could not be kept on this side: " + e.getMessage(),
                    ErrorDetails.ofAnswer(200, null, 1),
                    e);
        }
    }

    /**
     * Reads to the end, or a little past a limit, and begins again.
     *
     * @return how many bytes there are so far
     */
    public long receive(long limit) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        position = spool.length();
        while (source != null && position <= limit && read(buffer) >= 0) {
            // the spool keeps it
        }
        position = 0;
        return spool.length();
    }

    /** What has been read. */
    public Spool spool() {
        return spool;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, spool.length() - position);
    }

    /** Gives up what has not arrived, if it is live. What has been read can be read again; the rest fails. */
    @Override
    public void close() throws IOException {
        InputStream open = source;
        if (origin == Origin.LIVE && open != null) {
            open.close();
        }
    }

    /** Begins again; what is read may be read again until the exchange is complete. */
    @Override
    public void reset() {
        position = 0;
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        transferTo(sink);
    }

    @Override
    public StreamCache copy(Exchange exchange) throws IOException {
        long here = position;
        if (source != null) {
            transferTo(OutputStream.nullOutputStream()); // two readers cannot share a socket
        }
        position = here;
        return new MediaBody(spool.retain(), null, origin).releasedWith(exchange);
    }

    @Override
    public boolean inMemory() {
        return spool.inMemory();
    }

    /** Bytes in all, or 0 while they are still arriving. */
    @Override
    public long length() {
        return source == null ? spool.length() : 0;
    }

    @Override
    public long position() {
        return position;
    }
}
