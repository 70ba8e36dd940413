package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A value that can never be right is refused where it is set, by its name. */
@ExtendWith(BankExtension.class)
@SuppressWarnings("NullAway") // null is what is tested
class BankBuilderTest {

    private static final String URL = "jdbc:postgresql://localhost:1/bank";
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    @Test
    void refusesNull() {
        assertImpossible("url", () -> Bank.at(null));
        assertImpossible("dataSource", () -> Bank.on(null));
        assertImpossible("factory", () -> Bank.using(null));
        assertImpossible("entityManager", () -> TransferService.joining(null));
        assertImpossible("entityManager", () -> AccountService.joining(null));
        assertImpossible("username", () -> Bank.at(URL).username(null));
        assertImpossible("password", () -> Bank.at(URL).password(null));
        assertImpossible("connectionTimeout", () -> Bank.at(URL).connectionTimeout(null));
        assertImpossible("lockTimeout", () -> Bank.at(URL).lockTimeout(null));
        assertImpossible("isolation", () -> Bank.at(URL).isolation(null));
        assertImpossible("clock", () -> Bank.at(URL).clock(null));
    }

    @Test
    void refusesWhatIsOutOfRange() {
        for (int few : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertImpossible("poolSize", () -> Bank.at(URL).poolSize(few));
            assertImpossible("attempts", () -> Bank.at(URL).attempts(few));
        }
        for (Duration impossible : List.of(
                Duration.ZERO,
                Duration.ofMillis(-1),
                Duration.ofNanos(999_999),
                LONGEST.plusMillis(1),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertImpossible("lockTimeout", () -> Bank.at(URL).lockTimeout(impossible));
            assertImpossible("connectionTimeout", () -> Bank.at(URL).connectionTimeout(impossible));
        }
        assertImpossible("connectionTimeout", () -> Bank.at(URL).connectionTimeout(Duration.ofMillis(249)));

        assertThatCode(() -> Bank.at(URL)
                        .poolSize(1)
                        .attempts(1)
                        .lockTimeout(Duration.ofMillis(1))
                        .lockTimeout(LONGEST)
                        .connectionTimeout(Duration.ofMillis(250))
                        .connectionTimeout(LONGEST))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesThePoolsOptionsWhereThePoolIsTheApplications(DataSource dataSource, EntityManagerFactory factory) {
        for (BankBuilder builder : List.of(Bank.on(dataSource), Bank.using(factory))) {
            assertNotThePools("username", () -> builder.username("alice"));
            assertNotThePools("password", () -> builder.password("secret"));
            assertNotThePools("poolSize", () -> builder.poolSize(1));
            assertNotThePools("connectionTimeout", () -> builder.connectionTimeout(Duration.ofSeconds(1)));
        }
    }

    private static void assertImpossible(String naming, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(naming);
    }

    private static void assertNotThePools(String option, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining(option);
    }
}
