package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.persistence.WireProxy.After;
import io.simplebank.persistence.WireProxy.Cut;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * After the answer to a COMMIT was lost, nothing is "not done" that was done, and nothing is done that was not. Each write
 * is asked for where the lost COMMIT has happened and where it has not, and where another session has changed what it was
 * about before the next attempt looks.
 */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
class LostAnswerTest {

    private final WireProxy proxy;
    private final Bank bank;
    private final Scene mine;
    private final Scene theirs;

    /**
     * The bank's clock is ahead, so that a hold is due that was placed for a second. Without named statements, each COMMIT
     * can be seen on its way.
     */
    LostAnswerTest(TestDatabase database, Bank other) throws Exception {
        proxy = new WireProxy(database.url());
        bank = Bank.at(proxy.url() + "&prepareThreshold=0")
                .connectionTimeout(Duration.ofSeconds(30))
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)))
                .open();
        mine = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
        theirs = new Scene(other.transfers(), other.accounts(), database.dataSource());
    }

    @AfterEach
    void close() throws Exception {
        bank.close();
        proxy.close();
        TheBooks.areRight(theirs.dataSource());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "EXPIRE_HOLDS")
    void whatHadHappenedIsDone(Write write) {
        Write.Case asked = write.in(theirs);

        assertThat(answer(asked, Cut.BEFORE_THE_ANSWER_TO_COMMIT)).isNull();
        assertThat(asked.isDone().test(theirs)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "EXPIRE_HOLDS")
    void whatHadNotHappenedIsDoneByTheNextAttempt(Write write) {
        Write.Case asked = write.in(theirs);

        assertThat(answer(asked, Cut.BEFORE_COMMIT_ARRIVES)).isNull();
        assertThat(asked.isDone().test(theirs)).isTrue();
    }

    /** Nobody knows how many the lost attempt has ended. */
    @ParameterizedTest
    @EnumSource
    void howManyHoldsHaveExpiredIsUnknown(Cut cut) {
        assertIsUnknown(answer(Write.EXPIRE_HOLDS.in(theirs), cut));
    }

    @ParameterizedTest
    @EnumSource
    void whatHadHappenedAndWasChangedSinceIsNeverCalledNotDone(Write write) {
        Write.Case asked = write.in(theirs);

        Throwable answer = answerAfterAChange(asked, Cut.BEFORE_THE_ANSWER_TO_COMMIT);

        if (answer != null) {
            assertIsUnknown(answer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatHadNotHappenedAndWasChangedSinceIsNeverCalledDone(Write write) {
        Write.Case asked = write.in(theirs);

        Throwable answer = answerAfterAChange(asked, Cut.BEFORE_COMMIT_ARRIVES);

        boolean done = asked.isDone().test(theirs);
        if (answer == null) {
            assertThat(done).isTrue();
        } else if (answer instanceof BankException refusal && refusal.getOutcome() == Outcome.NOT_DONE) {
            assertThat(done).isFalse();
        } else {
            assertIsUnknown(answer);
        }
    }

    private Throwable answer(Write.Case asked, Cut cut) {
        proxy.cutOnce(cut);
        Throwable answer = catchThrowable(() -> asked.call().by(mine));
        assertThat(proxy.hasCut()).isTrue();
        return answer;
    }

    private Throwable answerAfterAChange(Write.Case asked, Cut cut) {
        proxy.cutOnce(cut, After.NOBODY_IS_LET_IN);
        CompletableFuture<Throwable> answer = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> asked.call().by(mine)), Together.A_THREAD_EACH);
        while (!proxy.hasCut() && !answer.isDone()) {
            Thread.onSpinWait();
        }
        Throwable refusal = catchThrowable(() -> asked.change().by(theirs)); // nothing to change, perhaps
        assertThat(refusal == null || refusal instanceof BankException)
                .as("%s", refusal)
                .isTrue();
        proxy.admit();
        Throwable told = answer.join();
        assertThat(proxy.hasCut()).isTrue();
        return told;
    }

    private static void assertIsUnknown(Throwable answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        BankUnavailableException.class,
                        unavailable -> assertThat(unavailable.getOutcome()).isEqualTo(Outcome.UNKNOWN));
    }
}
