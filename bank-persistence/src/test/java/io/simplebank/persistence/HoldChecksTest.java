package io.simplebank.persistence;

import static io.simplebank.persistence.PlainSession.UNIQUE_VIOLATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database says to holds: an account holds what is pending on it, and a hold ends once. */
@Tag("server")
class HoldChecksTest extends AroundTheLibrary {

    private static final String HELD = "accounts_hold_what_is_pending";
    private static final String MATCH = "holds_match_the_ledger";
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private PlainHold hold;

    @BeforeEach
    void prepareHold() {
        hold = PlainHold.of(alice, bob, 400);
    }

    private PlainPosting posting(long amount) throws SQLException {
        return PlainPosting.of(session, alice, bob, amount);
    }

    @Test
    void acceptsAHoldThatIsCapturedInFullOrInPart() throws SQLException {
        session.execute(hold.place());
        session.execute(hold.capture(400, posting(400)));

        PlainHold other = PlainHold.of(alice, bob, 400);
        session.execute(other.place());
        session.execute(other.capture(1, posting(1)));

        assertThat(session.column("select balance from bank.accounts where id = '" + bob + "'"))
                .containsExactly("401");
    }

    /** It would make a payment of long ago a capture, and its request, sent again, a conflict. */
    @Test
    void refusesAHoldThatIsCapturedFromTheStart() throws SQLException {
        PlainPosting paid = posting(400);
        session.execute(paid.sql());
        hold.row.put("id", paid.transfers.get(0).get("id"));
        hold.row.put("status", "CAPTURED");
        hold.row.put("captured", 400L);
        hold.row.put("ended_at", PlainHold.ENDED_AT);
        session.assertRefused(hold.insert(), "holds_start_uncaptured");

        hold.row.put("id", hold.id());
        PlainPosting itsOwn = hold.asTransfer(posting(400));
        session.assertRefused(
                "with h as (%s), %s".formatted(hold.insert(), itsOwn.sql().substring("with ".length())),
                "holds_start_uncaptured");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RELEASED", "EXPIRED"})
    void acceptsAHoldThatIsSetFree(String status) throws SQLException {
        session.execute(hold.place());
        session.execute(hold.end(status));
    }

    @Test
    void refusesMoneyThatIsHeldForNothing() throws SQLException {
        session.assertRefused(hold.hold(1), HELD);

        session.execute(hold.place());
        session.assertRefused(hold.hold(1), HELD);
        session.assertRefused(hold.hold(-1), HELD);
        session.assertRefused(hold.hold(-400), HELD);
    }

    @Test
    void refusesAHoldThatHoldsNothing() {
        session.assertRefused(hold.insert(), HELD);

        hold.row.put("amount", 401L);
        session.assertRefused(hold.place(), HELD);
    }

    @Test
    void refusesAHoldWhoseMoneyIsHeldOnAnotherAccount() {
        session.assertRefused("with h as (%s) %s".formatted(hold.insert(), update(bob, "held = held + 400")), HELD);
    }

    @Test
    void refusesAHoldThatEndsWithoutSettingItsMoneyFree() throws SQLException {
        session.execute(hold.place());
        session.assertRefused(hold.change("RELEASED", 0), HELD);
        session.assertRefused("with h as (%s) %s".formatted(hold.change("RELEASED", 0), hold.hold(-399)), HELD);
    }

    @Test
    void provesTheHoldsOfAllTheAccountsOfAStatement() throws SQLException {
        PlainHold back = PlainHold.of(bob, alice, 300);
        String both =
                "with one as (%s), two as (%s) update bank.accounts set held = held + %s where id in ('%s', '%s')";
        session.assertRefused(both.formatted(hold.insert(), back.insert(), "350", alice, bob), HELD);

        String each = "case id when '%s' then 400 else 300 end".formatted(alice);
        session.execute(both.formatted(hold.insert(), back.insert(), each, alice, bob));
    }

    @Test
    void acceptsOneHoldInThePlaceOfAnotherAndRefusesALargerOne() throws SQLException {
        session.execute(hold.place());
        String swap = "with one as (%s) %s";
        session.assertRefused(
                swap.formatted(
                        hold.change("RELEASED", 0),
                        PlainHold.of(alice, bob, 401).insert()),
                HELD);

        session.execute(swap.formatted(
                hold.change("RELEASED", 0), PlainHold.of(alice, bob, 400).insert()));
    }

    @Test
    void refusesToHoldMoreThanTheMinimumLeaves() throws SQLException {
        set(alice, "minimum_balance = -400");
        session.assertRefused(PlainHold.of(alice, bob, 401).place(), "accounts_minimum_remains");
        session.execute(hold.place());
        session.assertRefused(posting(1).sql(), "accounts_minimum_remains");
        session.execute(hold.capture(400, posting(400)));
    }

    @Test
    void refusesToDeleteHolds() throws SQLException {
        session.execute(hold.place());
        String delete = "delete from bank.holds where id = '" + hold.id() + "'";
        assertRefusedToEverybody(delete, "holds_are_never_deleted");
        assertRefusedToEverybody("with h as (%s) %s".formatted(delete, hold.hold(-400)), "holds_are_never_deleted");
        assertRefusedToEverybody("truncate bank.holds", "holds_are_never_truncated");
        assertRefusedToEverybody("truncate bank.holds cascade", "holds_are_never_truncated");

        session.execute(hold.end("RELEASED"));
        assertRefusedToEverybody(delete, "holds_are_never_deleted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = gen_random_uuid()",
                "from_account_id = to_account_id, to_account_id = from_account_id",
                "amount = 399",
                "placed_at = placed_at - interval '1 second'",
                "expires_at = expires_at + interval '1 second'",
                "currency = 'USD'"
            })
    void refusesToChangeWhatAHoldIs(String change) throws SQLException {
        session.execute(hold.place());
        assertRefusedToEverybody(hold.update(change), "holds_change_by_ending_once");

        session.execute(hold.end("RELEASED"));
        assertRefusedToEverybody(hold.update(change), "holds_change_by_ending_once");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status = 'PENDING', ended_at = null",
                "status = 'EXPIRED'",
                "status = 'CAPTURED', captured = 400",
                "ended_at = ended_at + interval '1 second'"
            })
    void refusesToEndAHoldTwice(String change) throws SQLException {
        session.execute(hold.place());
        session.execute(hold.end("RELEASED"));

        session.assertRefused(hold.update(change), "holds_change_by_ending_once");
    }

    @Test
    void acceptsToBlankAReferenceBeforeAndAfterTheEnd() throws SQLException {
        session.execute(hold.place());
        session.execute(hold.update("reference = null"));
        session.assertRefused(hold.update("reference = 'order 4711'"), "holds_change_by_ending_once");
        session.assertRefused(hold.update("reference = ''"), "holds_change_by_ending_once");

        PlainHold captured = PlainHold.of(alice, bob, 400);
        session.execute(captured.place());
        session.execute(captured.capture(400, posting(400)));
        session.execute(captured.update("reference = null"));
    }

    @Test
    void refusesACaptureWithoutItsTransfer() throws SQLException {
        session.execute(hold.place());
        session.assertRefused("with h as (%s) %s".formatted(hold.change("CAPTURED", 400), hold.hold(-400)), MATCH);
        PlainPosting stranger = posting(400);
        UUID id = (UUID) stranger.transfers.get(0).get("id");
        session.assertRefused(hold.capture(400, stranger).replace("('" + hold.id(), "('" + id), MATCH);
    }

    @Test
    void refusesACaptureOfAnotherAmountThanItsTransfers() throws SQLException {
        session.execute(hold.place());
        session.assertRefused(hold.capture(400, posting(399)), MATCH);
        session.assertRefused(hold.capture(399, posting(400)), MATCH);
        session.assertRefused(hold.capture(401, posting(401)), "holds_captured_is_part_of_the_amount");
        session.assertRefused(hold.capture(0, posting(1)), "holds_captured_is_part_of_the_amount");

        session.execute(hold.capture(399, posting(399)));
    }

    @Test
    void refusesACaptureBetweenOtherAccounts() throws SQLException {
        session.execute(hold.place());
        UUID carol = session.open("EUR");

        session.assertRefused(hold.capture(400, PlainPosting.of(session, alice, carol, 400)), MATCH);
        assertThat(session.refusal(hold.capture(400, PlainPosting.of(session, bob, alice, 400)))
                        .getServerErrorMessage()
                        .getConstraint())
                .isEqualTo(MATCH);
    }

    @Test
    void refusesATransferWithTheIdOfAHoldThatItDoesNotCapture() throws SQLException {
        String ids = "transfers_take_no_ids_of_holds";
        session.execute(hold.place());
        session.assertRefused(hold.asTransfer(posting(400)).sql(), UNIQUE_VIOLATION, ids);

        session.execute(hold.end("RELEASED"));
        session.assertRefused(hold.asTransfer(posting(400)).sql(), UNIQUE_VIOLATION, ids);
    }

    @Test
    void refusesATransferThatComesWithTheEndOfItsHoldButIsNoCapture() throws SQLException {
        session.execute(hold.place());
        String released =
                hold.capture(400, posting(400)).replace("'CAPTURED', captured = 400", "'RELEASED', captured = 0");

        session.assertRefused(released, UNIQUE_VIOLATION, "transfers_take_no_ids_of_holds");
    }

    @Test
    void refusesAHoldWithTheIdOfATransfer() throws SQLException {
        PlainPosting posting = posting(400);
        session.execute(hold.asTransfer(posting).sql());

        session.assertRefused(hold.place(), UNIQUE_VIOLATION, "holds_take_no_ids_of_transfers");
    }

    @Test
    void refusesTheSameHoldTwice() throws SQLException {
        session.execute(hold.place());
        session.assertRefused(hold.place(), UNIQUE_VIOLATION, "holds_pkey");
    }

    @Test
    void refusesAHoldInAnotherCurrencyThanItsAccounts() throws SQLException {
        UUID dollars = session.open("USD");
        session.assertRefused(PlainHold.of(alice, dollars, 400).place(), MATCH);
        session.assertRefused(PlainHold.of(dollars, alice, 400).place(), MATCH);
        hold.row.put("currency", "USD");
        session.assertRefused(hold.place(), MATCH);
    }

    @Test
    void refusesAHoldOfAnAccountThatIsNotThere() {
        UUID nobody = UUID.randomUUID();
        session.assertRefused(
                PlainHold.of(nobody, bob, 400).place(), FOREIGN_KEY_VIOLATION, "holds_from_account_id_fkey");
        session.assertRefused(
                PlainHold.of(alice, nobody, 400).place(), FOREIGN_KEY_VIOLATION, "holds_to_account_id_fkey");
    }

    @ParameterizedTest
    @CsvSource({
        "FROZEN, false, false",
        "CLOSED, false, false",
        "DEBITS_FROZEN, false, true",
        "CREDITS_FROZEN, true, false",
        "OPEN, true, true"
    })
    void asksWhetherTheMoneyMayPassWhenTheHoldIsPlaced(String status, boolean leave, boolean enter)
            throws SQLException {
        set(alice, "status = '" + status + "'");
        PlainHold toAlice = PlainHold.of(bob, alice, 400);
        if (leave) {
            session.execute(hold.place());
        } else if (!status.equals("CLOSED")) {
            session.assertRefused(hold.place(), MATCH);
        } else {
            session.assertRefused(hold.place(), "accounts_closed_is_empty");
        }
        if (enter) {
            session.execute(toAlice.place());
        } else {
            session.assertRefused(toAlice.place(), MATCH);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FROZEN", "DEBITS_FROZEN", "CREDITS_FROZEN"})
    void setsMoneyFreeWhateverIsFrozen(String status) throws SQLException {
        session.execute(hold.place());
        set(alice, "status = '" + status + "'");
        set(bob, "status = '" + status + "'");

        session.assertRefused(hold.capture(400, posting(400)), "entries_continue_the_chain");
        session.execute(hold.end("RELEASED"));
    }

    @Test
    void refusesToCloseAnAccountWithAPendingHold() throws SQLException {
        session.execute(hold.place());
        session.assertRefused(update(alice, "status = 'CLOSED'"), "accounts_closed_is_empty");
        session.assertRefused(update(bob, "status = 'CLOSED'"), "accounts_close_without_holds");

        session.execute(hold.end("RELEASED"));
        set(alice, "status = 'CLOSED'");
        set(bob, "status = 'CLOSED'");
    }

    @Test
    void refusesToDeleteAnAccountThatAHoldNames() throws SQLException {
        session.execute(hold.place());
        session.execute(hold.end("RELEASED"));
        String delete = "delete from bank.accounts where id = '%s'";
        session.assertRefused(delete.formatted(alice), FOREIGN_KEY_VIOLATION, "holds_from_account_id_fkey");
        session.assertRefused(delete.formatted(bob), FOREIGN_KEY_VIOLATION, "holds_to_account_id_fkey");

        session.execute(delete.formatted(session.open("EUR")));
    }

    @Test
    void refusesAnAccountThatIsBornWithHeldMoney() {
        session.assertRefused("""
                insert into bank.accounts (id, owner, currency, balance, held, status, position, version, opened_at)
                values (gen_random_uuid(), 'somebody', 'EUR', 0, 1, 'OPEN', 0, 0, now())""", "accounts_start_without_holds");
    }

    @ParameterizedTest
    @CsvSource({
        "amount, 0, holds_amount_is_positive",
        "amount, -400, holds_amount_is_positive",
        "captured, 1, holds_captured_is_part_of_the_amount",
        "status, RELEASED, holds_end_unless_pending",
        "ended_at, 2026-11-22T12:30:00Z, holds_end_unless_pending",
        "placed_at, -infinity, holds_times_are_finite",
        "expires_at, infinity, holds_times_are_finite",
        "expires_at, 2026-11-22T12:00:00Z, holds_expire_after_they_are_placed",
        "expires_at, 2026-11-22T11:59:59Z, holds_expire_after_they_are_placed"
    })
    void refusesAHoldWith(String column, String value, String constraint) {
        hold.row.put(column, value);
        session.assertRefused(hold.insert(), constraint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPEN", "pending", ""})
    void refusesAStatusThatIsNotKnown(String status) {
        hold.row.put("status", status);
        hold.row.put("ended_at", PlainHold.ENDED_AT);
        session.assertRefused(hold.insert(), "holds_status_is_known");
    }

    @Test
    void refusesAHoldFromAnAccountToItself() {
        session.assertRefused(PlainHold.of(alice, alice, 400).place(), "holds_two_accounts");
    }

    @Test
    void refusesAReferenceThatIsTooLongAndAcceptsTheLongest() throws SQLException {
        hold.row.put("reference", "ä".repeat(256));
        session.assertRefused(hold.place(), "holds_reference_is_text");

        hold.row.put("reference", "ä".repeat(255));
        session.execute(hold.place());
    }
}
