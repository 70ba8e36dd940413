package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever says what his statement changes about the holds on an account spares the database adding them up. Whatever is
 * said: what is held must be what is pending. At first it is 400, for one hold.
 */
@Tag("server")
class RunningHeldChecksTest extends AroundTheLibrary {

    private static final String HELD = "accounts_hold_what_is_pending";

    private PlainHold old;
    private PlainHold hold;

    @BeforeEach
    void placeOne() throws SQLException {
        old = PlainHold.of(alice, bob, 400);
        hold = PlainHold.of(alice, bob, 100);
        session.execute(with(old.insert(), says(400, "0, 400", old.id(), null)));
    }

    /** All but the last as parts of the statement that the last is. */
    private static String with(String... parts) {
        List<String> named = new ArrayList<>();
        for (String part : List.of(parts).subList(0, parts.length - 1)) {
            named.add("part" + named.size() + " as (" + part + ")");
        }
        return "with " + String.join(", ", named) + ' ' + parts[parts.length - 1];
    }

    /** What alice's row says is held, was before, was added, and for which holds. */
    private String says(long held, String beforeAndAdded, @Nullable UUID placed, @Nullable UUID ended) {
        return update(
                alice,
                "held = %d, (held_before, held_added, hold_placed, hold_ended) = row(%s, %s, %s)"
                        .formatted(held, beforeAndAdded, literal(placed), literal(ended)));
    }

    private static String literal(@Nullable UUID id) {
        return id == null ? "null" : "'" + id + "'";
    }

    private static PlainHold ended(PlainHold hold) {
        hold.row.put("status", "RELEASED");
        hold.row.put("ended_at", PlainHold.ENDED_AT);
        return hold;
    }

    @Test
    void acceptsWhatIsSaidRight() throws SQLException {
        PlainHold more = PlainHold.of(alice, bob, 30);
        session.execute(with(hold.insert(), says(500, "400, 100", hold.id(), null)));
        session.execute(with(more.insert(), old.change("RELEASED", 0), says(130, "500, 30", more.id(), old.id())));
        session.execute(
                with(more.change("EXPIRED", 0), hold.change("RELEASED", 0), says(0, "130, 0", null, hold.id())));
    }

    @Test
    void acceptsWhoSaysNothingAfterOneWhoDid() throws SQLException {
        session.execute(hold.place());
        session.execute(old.end("RELEASED"));
        session.execute(with(hold.change("RELEASED", 0), says(0, "null, null", null, null)));
    }

    /** One who took the hold's row into account, and whose row a foreign key of the application's locks. */
    @Test
    void acceptsTheEndOfAHoldThatAnotherSessionHasLocked() throws SQLException {
        try (PlainSession other = new PlainSession(dataSource)) {
            other.execute("begin");
            other.execute("select from bank.holds where id = '%s' for key share".formatted(old.id()));

            session.execute(with(old.change("RELEASED", 0), says(0, "400, 0", null, old.id())));
            other.execute("rollback");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'400, 101', hold, ", // more than is placed
        "'401, 100', hold, ", // more than there was
        "'400, 100', hold, ", // more than both together
        "'400, 101', old, ", // a hold of before
        "'400, 101', stranger, ", // one of another account
        "'400, 101', nobody, ",
        "'400, 101', , ",
        "'501, 0', , ",
        "'400, 100', hold, old", // which has not ended
        "'400, 100', hold, hold",
        "'400, 100', hold, nobody",
        "'400, 9223372036854775807', hold, ",
        "'-9223372036854775808, 9223372036854775807', hold, ",
        "'400, null', hold, ",
        "'null, 101', hold, ",
        "'null, null', , "
    })
    void refusesMoreThanIsPendingWhateverIsSaid(String beforeAndAdded, String placed, String ended)
            throws SQLException {
        PlainHold stranger = PlainHold.of(bob, alice, 101);
        session.execute(stranger.place());

        session.assertRefused(
                with(hold.insert(), says(501, beforeAndAdded, named(placed, stranger), named(ended, stranger))), HELD);
        session.assertRefused(says(501, beforeAndAdded, named(placed, stranger), named(ended, stranger)), HELD);
        session.assertRefused(
                with(
                        hold.insert(),
                        stranger.change("RELEASED", 0),
                        update(bob, "held = 0"),
                        says(501, beforeAndAdded, named(placed, stranger), named(ended, stranger))),
                HELD);
    }

    private @Nullable UUID named(@Nullable String who, PlainHold stranger) {
        if (who == null) {
            return null;
        }
        return switch (who) {
            case "hold" -> hold.id();
            case "old" -> old.id();
            case "stranger" -> stranger.id();
            default -> UUID.randomUUID();
        };
    }

    @ParameterizedTest
    @CsvSource({"'400, 0', old", "'399, 0', old", "'400, -1', old", "'400, 1', old", "'400, 0', ", "'null, 0', old"})
    void refusesLessThanIsPendingWhateverIsSaid(String beforeAndAdded, String ended) throws SQLException {
        session.execute(hold.place());
        beforeAndAdded = beforeAndAdded.replace("400", "500");
        UUID endedId = ended == null ? null : old.id();

        session.assertRefused(says(499, beforeAndAdded, null, endedId), HELD);
        session.assertRefused(with(old.change("RELEASED", 0), says(99, beforeAndAdded, null, endedId)), HELD);
        session.assertRefused(with(old.update("reference = null"), says(499, beforeAndAdded, null, endedId)), HELD);
    }

    @Test
    void refusesWhatIsSaidOfAHoldThatOnlyLosesItsReference() throws SQLException {
        PlainHold blanked = PlainHold.of(alice, bob, 10);
        session.execute(hold.place());
        session.execute(blanked.place());
        String blank = blanked.update("reference = null");

        session.assertRefused(with(blank, says(511, "510, 1", blanked.id(), null)), HELD);
        session.assertRefused(
                with(blank, hold.change("RELEASED", 0), says(411, "510, 1", blanked.id(), hold.id())), HELD);
        session.execute(old.end("RELEASED"));
        session.assertRefused(with(old.update("reference = null"), says(109, "110, 0", null, old.id())), HELD);
        session.assertRefused(
                with(
                        old.update("reference = null"),
                        PlainHold.of(alice, bob, 5).insert(),
                        says(110, "110, 5", null, old.id())),
                HELD);

        session.execute(with(blank, says(110, "null, null", null, null)));
    }

    @Test
    void refusesWhatIsSaidOfAHoldThatIsOverWhenItIsAdded() {
        PlainHold over = ended(PlainHold.of(alice, bob, 50));

        session.assertRefused(with(over.insert(), says(350, "400, 0", null, over.id())), HELD);
        session.assertRefused(with(over.insert(), says(450, "400, 50", over.id(), null)), HELD);
        session.assertRefused(with(over.insert(), hold.insert(), says(450, "400, 100", hold.id(), over.id())), HELD);
    }

    @Test
    void acceptsAHoldThatIsOverWhenItIsAdded() throws SQLException {
        session.execute(ended(hold).insert());
    }

    @Test
    void refusesWhatIsSaidOfAHoldToCome() throws SQLException {
        session.assertRefused(says(400, "300, 100", hold.id(), null), HELD);
        session.assertRefused(says(400, "400, 100", hold.id(), null), HELD);
        session.assertRefused(says(400, "400, 0", null, old.id()), HELD);

        session.execute(says(400, "null, 100", hold.id(), null)); // says nothing
        session.assertRefused(hold.insert(), HELD);
    }

    @Test
    void whatWasSaidIsNotSaidOfTheNextStatement() throws SQLException {
        session.assertRefused(hold.insert(), HELD);
        session.assertRefused(old.change("RELEASED", 0), HELD);
        session.assertRefused(update(alice, "held = 800"), HELD);
        session.assertRefused(update(alice, "held = 0"), HELD);
        session.assertRefused(update(alice, "held = 800, held_before = 400"), HELD);
        session.execute(update(alice, "held = 400"));
        session.execute(old.update("reference = null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "held_before, 0",
                "held_added, 100",
                "hold_placed, gen_random_uuid()",
                "hold_ended, gen_random_uuid()"
            })
    void refusesAnAccountThatIsBornWithSomethingSaid(String columnAndValue) {
        String[] said = columnAndValue.split(", ");
        session.assertRefused("""
                insert into bank.accounts
                  (id, owner, currency, balance, held, status, position, version, opened_at, %s)
                values (gen_random_uuid(), 'somebody', 'EUR', 0, 0, 'OPEN', 0, 0, now(), %s)""".formatted(said[0], said[1]), "accounts_start_without_holds");
    }

    @Test
    void statementsOfOneTransactionSayItEachOfThemselvesAlsoBehindSavepoints() throws SQLException {
        String place = with(hold.insert(), says(500, "400, 100", hold.id(), null));
        session.execute("begin");
        session.execute("savepoint one");
        session.execute(place);
        session.execute("rollback to one");
        session.execute(place);
        session.execute("release one");
        session.execute(with(hold.change("RELEASED", 0), says(400, "500, 0", null, hold.id())));
        session.execute("savepoint two");
        session.assertRefused(says(500, "400, 100", hold.id(), null), HELD);
        session.execute("rollback to two");
        session.execute("commit");
    }

    /**
     * A row that was changed behind a savepoint, and is as before, shows some number in the place of its command's: the
     * place in a list, which grows with each change. So it can be made to show the number of a command to come.
     */
    @Test
    void isNotDeceivedByAHoldThatShowsTheNumberOfALaterCommand() throws SQLException {
        session.execute("begin");
        session.execute(hold.place());
        List<String> ids = new ArrayList<>(); // of rows that are made and changed, to make the list grow
        for (int i = 0; i < 60; i++) {
            ids.add(literal(session.open("EUR")));
        }
        long now = command();
        long shown = 0;
        for (int i = 0; i < 200 && shown <= now; i++) {
            session.execute("savepoint one");
            session.execute("update bank.accounts set version = 1 where id in (" + String.join(", ", ids) + ")");
            session.execute(hold.update("reference = null"));
            session.execute("rollback to one");
            session.execute("release one");
            shown = Long.parseLong(session.column("select cmin from bank.holds where id = " + literal(hold.id()))
                    .get(0));
            now = command();
        }
        assertThat(shown).isGreaterThan(now);
        while (now + 1 < shown) {
            now = command();
        }

        session.assertRefused(says(501, "500, 1", hold.id(), null), HELD);
        session.execute("rollback");
    }

    private long command() throws SQLException {
        return Long.parseLong(session.column(update(bob, "minimum_balance = null") + " returning cmin")
                .get(0));
    }
}
