package io.simplebank.persistence;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Whatever is logged, by whomever, while this is open; above the level that was asked for. */
final class CapturedLog extends Handler {

    private final Logger root = Logger.getLogger("");
    private final Level rootLevel = root.getLevel();
    private final List<Logger> quiet = new ArrayList<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    CapturedLog(Level level) {
        setFormatter(new SimpleFormatter());
        setLevel(level);
        // What the tests' logging.properties has silenced is heard here.
        LogManager.getLogManager().getLoggerNames().asIterator().forEachRemaining(name -> {
            Logger logger = LogManager.getLogManager().getLogger(name);
            if (logger != null && logger != root && Level.OFF.equals(logger.getLevel())) {
                quiet.add(logger);
                logger.setLevel(null);
            }
        });
        for (Handler console : root.getHandlers()) {
            console.setLevel(Level.SEVERE);
        }
        root.setLevel(level);
        root.addHandler(this);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** A failure as a log would print it: with its causes, and all that was suppressed. */
    static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line)) {
            lines.add(line.getLoggerName() + " " + getFormatter().format(line));
        }
    }

    @Override
    public void flush() {
        // nothing is kept back
    }

    @Override
    public void close() {
        root.removeHandler(this);
        root.setLevel(rootLevel);
        quiet.forEach(logger -> logger.setLevel(Level.OFF));
    }
}
