// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Everything that is logged, by anybody, at a level or above. Thread-safe. */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Map<Logger, Level> usual = new HashMap<>(); // null where a logger has none of its own
    private final Level least;

    private CapturedLog(Level least) {
        this.least = least;
    }

    static CapturedLog from(Level least) {
        CapturedLog log = new CapturedLog(least);
        log.setContext(log.root.getLoggerContext());
        log.start();
        log.root.addAppender(log);
        return log;
    }

    /** The same at every level, for which these loggers say all that they can until it is closed. */
    static CapturedLog ofAllLevels(String... loggers) {
        CapturedLog log = from(Level.TRACE);
        for (String name : loggers) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            log.usual.put(logger, logger.getLevel());
            logger.setLevel(Level.TRACE);
        }
        return log;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(least)) {
            events.add(event);
        }
    }

    List<ILoggingEvent> events() {
        return List.copyOf(events);
    }

    /** All of it as it would stand in a file, stack traces included. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent event : events) {
            text.append(event.getFormattedMessage()).append('\n');
            IThrowableProxy failure = event.getThrowableProxy();
            text.append(failure == null ? "" : ThrowableProxyUtil.asString(failure))
                    .append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        root.detachAppender(this);
        usual.forEach(Logger::setLevel);
        stop();
    }
}
