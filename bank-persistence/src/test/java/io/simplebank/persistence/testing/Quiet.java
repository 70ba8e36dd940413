package io.simplebank.persistence.testing;

import java.util.List;
import java.util.function.BooleanSupplier;
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
        if (nobodyHasDecided()) {
            LOGGERS.stream()
                    .filter(logger -> logger.getLevel() == null)
                    .forEach(logger -> logger.setLevel(Level.WARNING));
        }
    }

    /** Asks what may well be answered by no, which a library would call an error. */
    static boolean ask(String library, BooleanSupplier question) {
        Logger logger = Logger.getLogger(library);
        if (!nobodyHasDecided() || logger.getLevel() != null) {
            return question.getAsBoolean();
        }
        logger.setLevel(Level.OFF);
        try {
            return question.getAsBoolean();
        } finally {
            logger.setLevel(null);
        }
    }

    private static boolean nobodyHasDecided() {
        return CONFIGURATION.stream().allMatch(name -> System.getProperty(name) == null);
    }
}
