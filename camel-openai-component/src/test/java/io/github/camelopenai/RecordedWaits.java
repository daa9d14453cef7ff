// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.camel.CamelContext;

/** Records which of a component's timers have run, by the name of what was waited for. Thread-safe. */
public final class RecordedWaits {

    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final Duration longestBackOff;
    private final Set<String> ran = new ConcurrentSkipListSet<>();
    private volatile Runnable beforeRetries = () -> {};

    /** A retry that comes later than the longest back-off comes when the server has asked for it. */
    public RecordedWaits(Duration longestBackOff) {
        this.longestBackOff = longestBackOff;
    }

    /** The component whose timers are recorded. */
    public OpenAiComponent component(CamelContext context) {
        return new OpenAiComponent(context, name -> null, new OpenAiRuntime.Clock(Ticker.system(), this::recording));
    }

    /** What is done after each delay of a retry, before the request is sent again. */
    public void beforeRetries(Runnable action) {
        beforeRetries = action;
    }

    public Set<String> ran() {
        return ran;
    }

    private Timer recording(Timer timer) {
        return (task, delay) -> {
            String caller = CALLERS.walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                    .filter(name -> !name.startsWith(RecordedWaits.class.getName()))
                    .findFirst()
                    .orElse(""));
            return timer.schedule(() -> run(caller.replaceAll(".*\\.", ""), delay, task), delay);
        };
    }

    private void run(String caller, Duration delay, Runnable task) {
        switch (caller) {
            case "RetryingTransport$Attempts" -> {
                ran.add(delay.compareTo(longestBackOff) > 0 ? "the server's wait" : "the back-off");
                beforeRetries.run();
            }
            case "OkHttpTransport$Exchange" -> ran.add("requestTimeout");
            case "IdleWatchdog" -> ran.add("streamIdleTimeout");
            case "ToolRun" -> ran.add("toolTimeout");
            default -> {
                // a look at something, which no exchange waits for
            }
        }
        task.run();
    }
}
