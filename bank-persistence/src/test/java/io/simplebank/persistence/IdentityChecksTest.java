package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger says once which one it is. */
@Tag("server")
class IdentityChecksTest extends AroundTheLibrary {

    @Test
    void thereIsOneAndItIsNotGuessed() throws SQLException {
        assertThat(session.column("select id from bank.ledger")).singleElement().isNotNull();
        assertThat(session.column("select (get_byte(uuid_send(id), 6) >> 4)::text from bank.ledger"))
                .containsExactly("4");
    }

    @ParameterizedTest
    @CsvSource({
        "update bank.ledger set id = gen_random_uuid(), ledger_is_never_changed",
        "update bank.ledger set id = id, ledger_is_never_changed",
        "delete from bank.ledger, ledger_is_never_changed",
        "truncate bank.ledger, ledger_is_never_truncated"
    })
    void refusesToChangeIt(String sql, String rule) throws SQLException {
        assertRefusedToEverybody(sql, rule);
    }

    @Test
    void refusesASecondOne() throws SQLException {
        session.assertDenied("insert into bank.ledger (id) values (gen_random_uuid())");
        try (PlainSession superuser = new PlainSession(database.superuser())) {
            superuser.assertRefused(
                    "insert into bank.ledger (id) values (gen_random_uuid())",
                    PlainSession.UNIQUE_VIOLATION,
                    "ledger_pkey");
            superuser.assertRefused(
                    "insert into bank.ledger values (gen_random_uuid(), false)", "ledger_is_the_only_one");
        }
    }
}
