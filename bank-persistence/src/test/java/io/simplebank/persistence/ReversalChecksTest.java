package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.PlainPosting.Move;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** What the database says to reversals: they go the opposite way, and never exceed what they reverse. */
@Tag("server")
class ReversalChecksTest extends AroundTheLibrary {

    private static final String REVERSALS = "transfers_reverse_no_more_than_there_was";

    private Object original;

    @BeforeEach
    void postOnce() throws SQLException {
        PlainPosting posting = PlainPosting.of(session, alice, bob, 700);
        original = posting.transfers.get(0).get("id");
        session.execute(posting.sql());
    }

    /** Transfers back from Bob to Alice, each of which says that it reverses a transfer. */
    private static PlainPosting reversing(Object transfer, PlainPosting posting) {
        posting.transfers.forEach(reversal -> reversal.put("reverses_id", transfer));
        return posting;
    }

    private PlainPosting back(long amount) throws SQLException {
        return reversing(original, PlainPosting.of(session, bob, alice, amount));
    }

    @Test
    void acceptsTheWhole() throws SQLException {
        session.assertRefused(back(701).sql(), REVERSALS);
        session.execute(back(700).sql());
        session.assertRefused(back(1).sql(), REVERSALS);
    }

    @Test
    void acceptsPartsUpToTheWhole() throws SQLException {
        session.execute(back(300).sql());
        session.execute(back(300).sql());
        session.assertRefused(back(101).sql(), REVERSALS);
        session.execute(back(100).sql());
        session.assertRefused(back(1).sql(), REVERSALS);
    }

    @Test
    void addsUpThePartsOfOneStatement() throws SQLException {
        Move half = new Move(bob, alice, 350);
        session.assertRefused(
                reversing(original, PlainPosting.of(session, List.of(half, new Move(bob, alice, 351))))
                        .sql(),
                REVERSALS);

        session.execute(reversing(original, PlainPosting.of(session, List.of(half, half)))
                .sql());
    }

    @Test
    void addsUpPartsThatTogetherAreNoNumberOfSixtyFourBits() throws SQLException {
        UUID carol = session.open("EUR");
        UUID dave = session.open("EUR");
        PlainPosting all = PlainPosting.of(session, carol, dave, Long.MAX_VALUE);
        session.execute(all.sql());
        PlainPosting more = PlainPosting.of(
                session, List.of(new Move(dave, carol, Long.MAX_VALUE), new Move(dave, carol, Long.MAX_VALUE)));

        session.assertRefused(reversing(all.transfers.get(0).get("id"), more).sql(), REVERSALS);
    }

    @Test
    void refusesTheReversalOfNothing() throws SQLException {
        session.assertRefused(reversing(UUID.randomUUID(), back(1)).sql(), REVERSALS);
    }

    @Test
    void refusesTheReversalOfAReversal() throws SQLException {
        PlainPosting reversal = back(300);
        session.execute(reversal.sql());

        session.assertRefused(
                reversing(reversal.transfers.get(0).get("id"), PlainPosting.of(session, alice, bob, 300))
                        .sql(),
                REVERSALS);
    }

    @Test
    void refusesAReversalThatGoesTheSameWay() throws SQLException {
        session.assertRefused(
                reversing(original, PlainPosting.of(session, alice, bob, 1)).sql(), REVERSALS);
    }

    @Test
    void refusesAReversalBetweenOtherAccounts() throws SQLException {
        UUID carol = session.open("EUR");
        session.assertRefused(
                reversing(original, PlainPosting.of(session, carol, alice, 1)).sql(), REVERSALS);
        session.assertRefused(
                reversing(original, PlainPosting.of(session, bob, carol, 1)).sql(), REVERSALS);
    }

    @Test
    void refusesAReversalInAnotherCurrency() throws SQLException {
        PlainPosting dollars = PlainPosting.of(session, session.open("USD"), session.open("USD"), 1);
        session.assertRefused(reversing(original, dollars).sql(), REVERSALS);
    }

    @Test
    void refusesToMakeAReversalOfATransferThatWasNone() throws SQLException {
        PlainPosting posting = PlainPosting.of(session, bob, alice, 1);
        session.execute(posting.sql());
        assertRefusedToEverybody(
                "update bank.transfers set reverses_id = '%s', reference = null where id = '%s'"
                        .formatted(original, posting.transfers.get(0).get("id")),
                "transfers_change_by_blanking_the_reference_only");
    }

    @Test
    void seesTheReversalOfASessionThatItWaitedFor() throws Exception {
        try (PlainSession other = new PlainSession(dataSource);
                ForeignSession observer = new ForeignSession(dataSource)) {
            session.execute("begin");
            session.execute(back(400).sql());
            PlainPosting tooMuch = back(301); // right but for the sum, once the first session has committed
            PlainPosting theRest = back(300);

            CompletableFuture<PSQLException> refusal =
                    CompletableFuture.supplyAsync(() -> other.refusal(tooMuch.sql()));
            observer.awaitAWaiter();
            session.execute("commit");

            assertThat(refusal.get().getServerErrorMessage().getConstraint()).isEqualTo(REVERSALS);
            other.execute(theRest.sql());
        }
    }
}
