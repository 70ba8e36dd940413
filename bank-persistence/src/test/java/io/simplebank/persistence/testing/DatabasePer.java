package io.simplebank.persistence.testing;

/** How long a database lives that {@link BankTest} gives. */
public enum DatabasePer {
    /**
     * One for the annotated class and the classes nested in it. What one test has written, the next one sees: tests that
     * open accounts of their own need not care.
     */
    CLASS,
    /**
     * A new one for each test method, and for each invocation of a repeated or parameterised one. There is none before the
     * method begins, so that {@code @BeforeAll} gets nothing injected.
     */
    METHOD
}
