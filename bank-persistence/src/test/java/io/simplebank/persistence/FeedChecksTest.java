package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The number of a transfer is the database's to give, and stays. */
@Tag("server")
class FeedChecksTest extends AroundTheLibrary {

    private static final String GENERATED_ALWAYS = "428C9";

    private UUID posted;

    @BeforeEach
    void postOnce() throws SQLException {
        PlainPosting posting = PlainPosting.of(session, alice, bob, 100);
        posted = (UUID) posting.transfers.get(0).get("id");
        session.execute(posting.sql());
    }

    private long number() throws SQLException {
        return Long.parseLong(session.column("select feed_position from bank.transfers where id = '" + posted + "'")
                .get(0));
    }

    private PlainPosting numbered(long number) throws SQLException {
        PlainPosting posting = PlainPosting.of(session, alice, bob, 100);
        posting.transfers.get(0).put("feed_position", number);
        return posting;
    }

    @Test
    void refusesANumberOfTheWritersOwn() throws SQLException {
        String sql = numbered(number() + 1_000_000).sql();
        assertThat(session.refusal(sql).getSQLState()).isEqualTo(GENERATED_ALWAYS);
        session.assertDenied(overriding(sql));
        try (PlainSession superuser = new PlainSession(database.superuser())) {
            assertThat(superuser.refusal(sql).getSQLState()).isEqualTo(GENERATED_ALWAYS);
            superuser.assertRefused(
                    overriding(numbered(number()).sql()), PlainSession.UNIQUE_VIOLATION, "transfers_feed_position");
        }
    }

    private static String overriding(String sql) {
        return sql.replaceFirst("feed_position\\) values", "feed_position) overriding system value values");
    }

    @Test
    void refusesToChangeANumber() throws SQLException {
        String update = "update bank.transfers set feed_position = %s where id = '" + posted + "'";
        session.assertDenied(update.formatted("default"));
        try (PlainSession superuser = new PlainSession(database.superuser())) {
            superuser.assertRefused(update.formatted("default"), "transfers_change_by_blanking_the_reference_only");
            assertThat(superuser.refusal(update.formatted("7")).getSQLState()).isEqualTo(GENERATED_ALWAYS);
        }
    }

    @Test
    void refusesTheWriterToTurnTheNumbersBack() {
        session.assertDenied("select setval('bank.transfers_feed_position_seq', 1)");
        session.assertDenied("select nextval('bank.transfers_feed_position_seq')");
        session.assertDenied("alter table bank.transfers alter column feed_position restart with 1");
    }
}
