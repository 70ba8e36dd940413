package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of the years 1583 to 9999, which is what the library writes and every reader can read. */
@Tag("server")
class TimeChecksTest extends AroundTheLibrary {

    private static final String FIRST = "1583-01-01T00:00:00Z";
    private static final String LAST = "9999-12-31T23:59:59.999999Z";

    private static String opened(String time) {
        return """
                insert into bank.accounts (id, owner, currency, balance, held, status, position, version, opened_at)
                values (gen_random_uuid(), 'somebody', 'EUR', 0, 0, 'OPEN', 0, 0, '%s')""".formatted(time);
    }

    private PlainPosting booked(UUID from, UUID to, String time) throws SQLException {
        PlainPosting posting = PlainPosting.of(session, from, to, 100);
        posting.transfers.forEach(transfer -> transfer.put("booked_at", time));
        posting.entries.forEach(entry -> entry.put("booked_at", time));
        posting.accounts.forEach(account -> account.put("last_booked_at", time));
        return posting;
    }

    private PlainHold lasting(String placed, String expires) {
        PlainHold hold = PlainHold.of(alice, bob, 400);
        hold.row.put("placed_at", placed);
        hold.row.put("expires_at", expires);
        return hold;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1582-12-31T23:59:59.999999Z",
                "1583-01-01T00:00:00+01:00",
                "0001-01-01T00:00:00Z",
                "4713-01-01 00:00:00+00 BC",
                "10000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999-00:01",
                "294276-12-31T23:59:59Z"
            })
    void refusesEachTimeOfAnotherYear(String time) throws SQLException {
        boolean isEarly = !time.startsWith("10000") && !time.startsWith("9999") && !time.startsWith("294276");
        session.assertRefused(opened(time), "accounts_opened_at_is_in_range");
        session.assertRefused(booked(alice, bob, time).sql(), "transfers_booked_at_is_in_range");
        session.assertRefused(
                (isEarly ? lasting(time, LAST) : lasting(FIRST, time)).place(), "holds_times_are_in_range");

        PlainHold over = lasting(FIRST, LAST);
        over.row.put("status", "RELEASED");
        over.row.put("ended_at", time);
        session.assertRefused(over.insert(), "holds_end_in_range");
        PlainHold hold = lasting(FIRST, LAST);
        session.execute(hold.place());
        session.assertRefused(hold.end("RELEASED").replace(PlainHold.ENDED_AT, time), "holds_end_in_range");
    }

    @Test
    void acceptsTheFirstAndTheLastOfThem() throws SQLException {
        session.execute(opened(FIRST));
        session.execute(opened(LAST));
        session.execute(booked(alice, bob, FIRST).sql());
        session.execute(booked(alice, bob, LAST).sql());
        PlainHold hold = lasting(FIRST, LAST);
        session.execute(hold.place());
        session.execute(hold.end("RELEASED").replace(PlainHold.ENDED_AT, FIRST));
    }

    /** A CHECK would be asked again whenever the row changes, and keep the money held for ever. */
    @Test
    void whatIsThereFromBeforeCanStillEndAndBeBlanked() throws SQLException {
        PlainHold hold = lasting(FIRST, LAST);
        session.execute(hold.place());
        session.execute(booked(alice, bob, FIRST).sql());
        try (PlainSession superuser = new PlainSession(database.superuser())) {
            superuser.execute("set session_replication_role = replica");
            superuser.execute(hold.update("expires_at = '10000-01-01T00:00:00Z'"));
            superuser.execute(
                    "update bank.transfers set booked_at = '0001-01-01T00:00:00Z', reference = 'order 4711' where from_account_id = '"
                            + alice + "'");
            superuser.execute(
                    "update bank.entries set booked_at = '0001-01-01T00:00:00Z' where account_id in ('%s', '%s')"
                            .formatted(alice, bob));
        }

        session.execute(hold.end("EXPIRED"));
        session.execute("update bank.transfers set reference = null where from_account_id = '" + alice + "'");
        assertThat(session.column("select status from bank.holds where id = '" + hold.id() + "'"))
                .containsExactly("EXPIRED");
    }
}
