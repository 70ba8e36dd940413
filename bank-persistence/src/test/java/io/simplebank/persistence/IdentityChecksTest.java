package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger says once which one it is, and how it counts its currencies. */
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

    @ParameterizedTest
    @CsvSource({
        "update bank.currencies set exponent = 0, currencies_are_never_changed",
        "update bank.currencies set exponent = exponent, currencies_are_never_changed",
        "delete from bank.currencies, currencies_are_never_changed",
        "truncate bank.currencies, currencies_are_never_truncated"
    })
    void refusesToCountACurrencyOtherwise(String sql, String rule) throws SQLException {
        session.execute("insert into bank.currencies values ('QZA', 2) on conflict do nothing");

        assertRefusedToEverybody(sql, rule);
    }

    @ParameterizedTest
    @CsvSource({
        "'''QZ1'', 2', currencies_code_is_a_code",
        "'''qzb'', 2', currencies_code_is_a_code",
        "'''QZBB'', 2', currencies_code_is_a_code",
        "'''QZB'', -1', currencies_exponent_is_in_range",
        "'''QZB'', 31', currencies_exponent_is_in_range"
    })
    void refusesWhatNoCurrencyHas(String values, String rule) throws SQLException {
        session.assertRefused("insert into bank.currencies values (" + values + ")", rule);
        session.execute("insert into bank.currencies values ('QZB', 30) on conflict do nothing");
    }

    @Test
    void refusesASecondNumberForACurrency() throws SQLException {
        session.execute("insert into bank.currencies values ('QZC', 0)");

        session.assertRefused(
                "insert into bank.currencies values ('QZC', 2)", PlainSession.UNIQUE_VIOLATION, "currencies_pkey");
    }

    /** As a library of before does. */
    @Test
    void acceptsAccountsOfACurrencyThatIsNotWrittenDown() throws SQLException {
        session.open("QZD");

        assertThat(session.column("select code from bank.currencies where code = 'QZD'"))
                .isEmpty();
    }
}
