package io.simplebank.persistence.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that works on a migrated database of its own, or on one for each of its methods: {@link BankExtension}
 * says what is injected.
 *
 * <pre>{@code
 * @BankTest(DatabasePer.METHOD)
 * class CheckoutTest {
 *     @Test
 *     void paysTheSeller(Bank bank, TestAccounts accounts) { … }
 * }
 * }</pre>
 *
 * <p>It holds for subclasses and nested classes too. A nested class that is annotated again has what its own annotation
 * says. It can stand on an annotation of your own.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(BankExtension.class)
public @interface BankTest {

    /**
     * How long a database lives.
     *
     * @return by default, as long as the test class
     */
    DatabasePer value() default DatabasePer.CLASS;

    /**
     * The time at which the injected {@link TestClock} stands until it is advanced, in the form that {@link
     * java.time.Instant#parse} reads: {@code "2026-03-01T12:00:00Z"}.
     *
     * @return by default, the empty text: the clock goes with the system's
     */
    String startingAt() default "";
}
