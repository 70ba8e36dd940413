package io.simplebank.persistence;

import static io.simplebank.persistence.CapturedLog.printed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.simplebank.domain.BankException;
import io.simplebank.persistence.testing.TestDatabase;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No password in any message or log, at whatever level, whichever way it came and whatever went wrong. */
class SecretsTest {

    private static final String SECRET = "open-sesame";
    private static final TestDatabase DATABASE = TestDatabase.createEmpty();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    static Stream<String> urlsThatFail() {
        return Stream.of(
                DATABASE.url().replaceAll("\\?.*", "") + "?user=nobody&password=" + SECRET,
                DATABASE.url().replaceAll("\\?.*", "") + "?password=" + SECRET + "&user=nobody&connectTimeout=1",
                "jdbc:postgresql://localhost:1/bank?password=" + SECRET,
                "jdbc:postgresql://localhost:1/bank?password=%zz" + SECRET,
                "jdbc:postgresql://localhost:port/bank?password=" + SECRET,
                "jdbc:postgresql://localhost:1?password=" + SECRET,
                "jdbc:postgresql:?password=" + SECRET,
                "jdbc:postgresql://root:" + SECRET + "@localhost/bank",
                "jdbc:postgresql://root:" + SECRET + "@localhost:1/bank",
                "postgresql://root:" + SECRET + "@localhost/bank",
                "jdbc:mysql://root:" + SECRET + "@localhost/bank?password=" + SECRET);
    }

    @ParameterizedTest
    @MethodSource("urlsThatFail")
    void aUrlsPasswordIsNeverTold(String url) {
        assertThatNothingIsTold(log -> assertRefused(
                () -> Bank.at(url).connectionTimeout(Opening.SHORT).open()));
    }

    @ParameterizedTest
    @MethodSource("urlsThatFail")
    void aPasswordThatIsSetApartIsNeverTold(String url) {
        assertThatNothingIsTold(log -> assertRefused(() -> Bank.at(url.replace(SECRET, "abc"))
                .username("nobody")
                .password(SECRET)
                .connectionTimeout(Opening.SHORT)
                .open()));
    }

    @Test
    void norIsOneThatOpensTheBank() throws Exception {
        PlainSql.execute(DATABASE.superuser(), "create role teller superuser login password '" + SECRET + "'");
        String url = DATABASE.url().replaceAll("\\?.*", "");

        assertThatNothingIsTold(log -> {
            Bank.at(url + "?user=teller&password=" + SECRET.replace("-", "%2D"))
                    .migrate()
                    .open()
                    .close();
            Bank.at(url).username("teller").password(SECRET).open().close();
            assertThat(log.lines()).as("the driver says what it does").anyMatch(line -> line.contains("postgresql"));
        });
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable open) {
        Throwable refusal = catchThrowable(open);
        assertThat(refusal).isInstanceOfAny(BankException.class, IllegalArgumentException.class);
        assertThat(printed(refusal)).doesNotContain(SECRET);
    }

    private static void assertThatNothingIsTold(Consumer<CapturedLog> work) {
        CapturedLog log = new CapturedLog(Level.ALL);
        try {
            work.accept(log);
        } finally {
            log.close();
        }
        assertThat(log.lines()).noneMatch(line -> line.contains(SECRET) || line.contains(SECRET.replace("-", "%2D")));
    }
}
