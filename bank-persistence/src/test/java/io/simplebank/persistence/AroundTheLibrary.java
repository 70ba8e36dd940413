package io.simplebank.persistence;

import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests what the database itself refuses: plain SQL over two new accounts, after which the books are right. */
@ExtendWith(BankExtension.class)
abstract class AroundTheLibrary {

    TestDatabase database;
    DataSource dataSource;
    PlainSession session;
    /** Accounts in euros that may go below any limit. */
    UUID alice;

    UUID bob;

    @BeforeEach
    void openAccounts(TestDatabase database) throws SQLException {
        this.database = database;
        dataSource = database.dataSource();
        session = new PlainSession(dataSource);
        alice = session.open("EUR");
        bob = session.open("EUR");
    }

    @AfterEach
    void theBooksAreRight() throws SQLException {
        session.assertThatTheBooksAreRight();
        HeldMoney.isRight(session.connection());
        session.close();
    }

    /** Asserts that the writer has no privilege for a statement, and that a rule stops even a superuser. */
    void assertRefusedToEverybody(String sql, String rule) throws SQLException {
        session.assertDenied(sql);
        try (PlainSession superuser = new PlainSession(database.superuser())) {
            superuser.assertRefused(sql, rule);
        }
    }

    /** Changes an account's row, counting its version on. */
    void set(UUID account, String change) throws SQLException {
        session.execute(update(account, change));
    }

    static String update(UUID account, String change) {
        return "update bank.accounts set %s, version = version + 1 where id = '%s'".formatted(change, account);
    }
}
