package io.simplebank.persistence.testing;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the libraries that work for a test from telling what they do, where nobody has decided about
 * {@code java.util.logging} yet. Whoever has configured it, or has set a logger's level, hears what he wants to hear.
 */
final class Quiet {

    private static final List<String> CONFIGURATION =
            List.of("java.util.logging.config.file", "java.util.logging.config.class");

    /** Kept: the JDK forgets a logger that nobody else refers to, and its level with it. */
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger("org.hibernate"),
            Logger.getLogger("com.zaxxer.hikari"),
            Logger.getLogger("org.testcontainers"),
            Logger.getLogger("tc"),
            Logger.getLogger("io.zonky.test.db.postgres"));

    private Quiet() {}

    static void unlessConfigured() {
        if (CONFIGURATION.stream().allMatch(name -> System.getProperty(name) == null)) {
            LOGGERS.stream()
                    .filter(logger -> logger.getLevel() == null)
                    .forEach(logger -> logger.setLevel(Level.WARNING));
        }
    }
}
