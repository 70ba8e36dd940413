package io.simplebank.persistence.torture;

import static io.simplebank.persistence.torture.Answer.Result.ACKNOWLEDGED;
import static io.simplebank.persistence.torture.Answer.Result.NOT_DONE;
import static io.simplebank.persistence.torture.Answer.Result.REFUSED;
import static io.simplebank.persistence.torture.Answer.Result.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.torture.Answer.Result;
import io.simplebank.persistence.torture.Books.PostedTransfer;
import io.simplebank.persistence.torture.Books.StoredHold;
import io.simplebank.persistence.torture.Verdict.Breach;
import io.simplebank.persistence.torture.Wish.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories and books that agree, and those that are wrong in each way. */
class CheckerTest {

    private static final UUID ALICE = UUID.randomUUID();
    private static final UUID BOB = UUID.randomUUID();
    private static final Money TEN = Money.parse("EUR 10.00");
    private static final Money NINE = Money.parse("EUR 9.00");

    @TempDir
    private Path folder;

    private Path path;
    private History history;
    private final List<Restore> restores = new ArrayList<>();
    private final Books books = new Books(new ArrayList<>(), new ArrayList<>(), new HashSet<>());

    @BeforeEach
    void begin() throws IOException {
        path = folder.resolve("history.tsv");
        history = History.create(path);
    }

    @Test
    void acceptsWhatIsThereAsItWasPromised() throws IOException {
        Wish wish = wish(Kind.TRANSFER);
        tell(wish, ACKNOWLEDGED, "EUR 10.00");
        book(wish);

        assertClean();
    }

    @Test
    void missesWhatWasAcknowledged() throws IOException {
        tell(wish(Kind.TRANSFER), ACKNOWLEDGED, "EUR 10.00");

        assertFound(Breach.LOST, 1);
    }

    @Test
    void noticesOtherContent() throws IOException {
        Wish wish = wish(Kind.TRANSFER);
        tell(wish, ACKNOWLEDGED, "EUR 10.00");
        for (PostedTransfer other : List.of(
                new PostedTransfer(wish.id(), BOB, wish.to(), TEN, wish.reference(), null),
                new PostedTransfer(wish.id(), wish.from(), ALICE, TEN, wish.reference(), null),
                new PostedTransfer(wish.id(), wish.from(), wish.to(), NINE, wish.reference(), null),
                new PostedTransfer(wish.id(), wish.from(), wish.to(), TEN, "another", null),
                new PostedTransfer(wish.id(), wish.from(), wish.to(), TEN, wish.reference(), ALICE))) {
            books.transfers().clear();
            books.transfers().add(other);

            Verdict verdict = verdict();

            assertThat(verdict.count(Breach.LOST)).as("%s", other).isEqualTo(1);
            assertThat(verdict.count(Breach.DOUBLED)).as("%s", other).isEqualTo(1);
        }
    }

    @Test
    void noticesAnotherAmountThanWasSaid() throws IOException {
        Wish wish = wish(Kind.UP_TO);
        tell(wish, ACKNOWLEDGED, "EUR 8.00");
        books.transfers().add(posted(wish, NINE));

        assertFound(Breach.LOST, 1);
    }

    @Test
    void acceptsLessOfATransferUpToAnAmountButNotMore() throws IOException {
        Wish wish = wish(Kind.UP_TO);
        tell(wish, UNKNOWN, "");
        books.transfers().add(posted(wish, NINE));
        assertClean();

        books.transfers().set(0, posted(wish, TEN.plus(NINE)));
        assertFound(Breach.DOUBLED, 1);
    }

    @Test
    void noticesWhatIsThereTwice() throws IOException {
        Wish wish = wish(Kind.TRANSFER);
        tell(wish, ACKNOWLEDGED, "EUR 10.00");
        book(wish);
        book(wish);

        assertFound(Breach.DOUBLED, 1);
    }

    @Test
    void noticesWhatIsThereUnderAnotherIdToo() throws IOException {
        Wish wish = wish(Kind.TRANSFER);
        tell(wish, ACKNOWLEDGED, "EUR 10.00");
        book(wish);
        books.transfers()
                .add(new PostedTransfer(UUID.randomUUID(), wish.from(), wish.to(), TEN, wish.reference(), null));

        assertFound(Breach.DOUBLED, 1);
    }

    @Test
    void noticesWhatIsThereThoughRefused() throws IOException {
        for (Result result : List.of(REFUSED, NOT_DONE)) {
            Wish wish = wish(Kind.TRANSFER);
            tell(wish, result, "InsufficientFundsException");
            book(wish);
        }

        assertFound(Breach.DOUBLED, 2);
    }

    @Test
    void acceptsEitherOfWhatIsUnknown() throws IOException {
        Wish there = wish(Kind.TRANSFER);
        tell(there, UNKNOWN, "BankUnavailableException");
        book(there);
        tell(wish(Kind.TRANSFER), UNKNOWN, "BankUnavailableException");

        assertClean();
    }

    @Test
    void takesARefusalForTheEndOfWhatWasUnknownBefore() throws IOException {
        Wish wish = wish(Kind.TRANSFER);
        tell(wish, UNKNOWN, "BankUnavailableException");
        tell(wish, REFUSED, "InsufficientFundsException");
        book(wish);

        assertFound(Breach.DOUBLED, 1);
    }

    @Test
    void doesNotTakeAFailureForTheEndOfWhatWasUnknownBefore() throws IOException {
        Wish wish = wish(Kind.TRANSFER);
        tell(wish, UNKNOWN, "BankUnavailableException");
        tell(wish, NOT_DONE, "BankUnavailableException");
        book(wish);

        assertClean();
    }

    @Test
    void takesWhatAKilledClientHasAskedForAsUnknown() throws IOException {
        Wish there = wish(Kind.TRANSFER);
        history.write(new Operation(history.nextNumber(), Operation.ALONE, there));
        book(there);
        history.write(new Operation(history.nextNumber(), Operation.ALONE, wish(Kind.TRANSFER)));
        Files.writeString(path, "told\t1\tREFU", StandardOpenOption.APPEND);

        assertClean();
        assertThat(histories().open()).hasSize(2);
        assertThat(histories().unanswered()).isEqualTo(2);
    }

    @Test
    void missesNothingThatWasAcknowledgedBetweenACopyAndItsRestore() throws IOException {
        Wish gone = wish(Kind.TRANSFER);
        restores.add(new Restore(Torture.now(), Torture.now()));
        tell(gone, ACKNOWLEDGED, "EUR 10.00");
        Wish there = wish(Kind.TRANSFER);
        tell(there, ACKNOWLEDGED, "EUR 10.00");
        book(there);

        assertClean();
        assertThat(histories().open()).hasSize(2);
    }

    @Test
    void missesWhatWasAcknowledgedBeforeTheCopyOrAfterTheRestore() throws IOException {
        tell(wish(Kind.TRANSFER), ACKNOWLEDGED, "EUR 10.00");
        restores.add(new Restore(Torture.now() + 60_000, Torture.now() + 120_000));
        restores.add(new Restore(Torture.now() - 120_000, Torture.now() - 60_000));

        assertFound(Breach.LOST, 1);
    }

    @Test
    void noticesWhatIsThereThoughRefusedBeforeARestore() throws IOException {
        restores.add(new Restore(Torture.now(), Torture.now()));
        Wish wish = wish(Kind.TRANSFER);
        tell(wish, REFUSED, "InsufficientFundsException");
        book(wish);

        assertFound(Breach.DOUBLED, 1);
    }

    @Test
    void noticesWhatWasRolledBack() throws IOException {
        Wish wish = wish(Kind.ROLLED_BACK);
        tell(wish, ACKNOWLEDGED, "EUR 10.00");
        assertClean();

        book(wish);
        books.orders().add(wish.id());
        assertFound(Breach.DOUBLED, 2);
    }

    @Test
    void noticesATransferWithoutItsOrderAndAnOrderWithoutItsTransfer() throws IOException {
        Wish posted = wish(Kind.JOINED);
        tell(posted, ACKNOWLEDGED, "EUR 10.00");
        book(posted);
        Wish ordered = wish(Kind.JOINED);
        tell(ordered, UNKNOWN, "");
        books.orders().add(ordered.id());

        assertFound(Breach.LOST, 2);
    }

    @Test
    void noticesAPartOfWhatIsAllOrNone() throws IOException {
        Wish one = wish(Kind.TRANSFER);
        Wish other = wish(Kind.TRANSFER);
        history.write(new Operation(1, 1, one));
        history.write(new Operation(2, 1, other));
        assertClean();
        assertThat(histories().open()).containsExactly(List.of(one, other));

        book(other);
        assertFound(Breach.LOST, 1);

        book(one);
        assertClean();
    }

    @Test
    void noticesASumThatIsNotZero() throws IOException {
        history.write(Snapshot.of(List.of(TEN, TEN.negated(), Money.parse("JPY 5"), Money.parse("JPY -5"))));
        assertClean();

        history.write(Snapshot.of(List.of(TEN, NINE.negated())));
        assertFound(Breach.UNBALANCED, 1);
    }

    @Test
    void noticesAHoldThatIsNotThereOrNobodyAskedFor() throws IOException {
        tell(wish(Kind.HOLD), ACKNOWLEDGED, "PENDING");
        assertFound(Breach.LOST, 1);

        keep(wish(Kind.HOLD), "PENDING");
        assertThat(verdict().count(Breach.DOUBLED)).isEqualTo(1);
    }

    @Test
    void noticesAReleaseThatIsNotThereOrNobodyAskedFor() throws IOException {
        Wish hold = wish(Kind.HOLD);
        tell(hold, ACKNOWLEDGED, "PENDING");
        keep(hold, "RELEASED");
        assertFound(Breach.DOUBLED, 1);

        tell(with(hold, Kind.RELEASE), ACKNOWLEDGED, "RELEASED");
        assertClean();

        books.holds().clear();
        keep(hold, "PENDING");
        assertFound(Breach.LOST, 1);
    }

    @Test
    void noticesHalfOfACapture() throws IOException {
        Wish hold = wish(Kind.HOLD);
        tell(hold, ACKNOWLEDGED, "PENDING");
        tell(with(hold, Kind.CAPTURE), ACKNOWLEDGED, "EUR 10.00");
        book(with(hold, Kind.CAPTURE));
        keep(hold, "CAPTURED");
        assertClean();

        books.holds().clear();
        keep(hold, "PENDING");
        assertFound(Breach.LOST, 1);

        books.transfers().clear();
        books.holds().clear();
        keep(hold, "CAPTURED");
        assertFound(Breach.LOST, 2);
    }

    @Test
    void printsTheCountsThatTheRunIsJudgedBy() {
        Verdict verdict = new Verdict();
        assertThat(verdict.isClean()).isTrue();
        verdict.add(Breach.DOUBLED, "one");
        Verdict other = new Verdict();
        other.add(Breach.DOUBLED, "another");
        verdict.add(other);

        assertThat(verdict).hasToString("lost=0 doubled=2 unbalanced=0");
        assertThat(verdict.isClean()).isFalse();
        assertThat(verdict.examples()).containsExactly("DOUBLED: one", "DOUBLED: another");
    }

    private static Wish wish(Kind kind) {
        UUID id = UUID.randomUUID();
        return new Wish(kind, id, ALICE, BOB, TEN, "for " + id, null);
    }

    private static Wish with(Wish hold, Kind kind) {
        return new Wish(kind, hold.id(), hold.from(), hold.to(), hold.amount(), hold.reference(), null);
    }

    private void tell(Wish wish, Result result, String detail) {
        Operation operation = new Operation(history.nextNumber(), Operation.ALONE, wish);
        history.write(operation);
        history.write(new Answer(operation.number(), result, detail.isEmpty() ? "nothing" : detail));
    }

    private void book(Wish wish) {
        books.transfers().add(posted(wish, wish.amount()));
    }

    private static PostedTransfer posted(Wish wish, Money amount) {
        return new PostedTransfer(wish.id(), wish.from(), wish.to(), amount, wish.reference(), wish.reverses());
    }

    private void keep(Wish hold, String status) {
        Money captured =
                status.equals("CAPTURED") ? hold.amount() : hold.amount().minus(hold.amount());
        String reference = String.valueOf(hold.reference());
        books.holds()
                .add(new StoredHold(hold.id(), hold.from(), hold.to(), hold.amount(), reference, status, captured));
    }

    private Histories histories() throws IOException {
        Histories histories = new Histories(restores);
        histories.add(path);
        return histories;
    }

    private Verdict verdict() throws IOException {
        return Checker.check(histories(), books);
    }

    private void assertClean() throws IOException {
        assertThat(verdict().examples()).isEmpty();
    }

    private void assertFound(Breach breach, long times) throws IOException {
        Verdict verdict = verdict();
        assertThat(verdict.count(breach)).as("%s", verdict.examples()).isEqualTo(times);
    }
}
