package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.AlreadyReversedException;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two banks that reverse one transfer at once: never more than there was. */
@ExtendWith(BankExtension.class)
class ReversalRaceTest {

    private final Bank one;
    private final Bank two;
    private final Scene scene;
    private final UUID from;
    private final UUID to;
    private final Transfer original;

    ReversalRaceTest(TestDatabase database) {
        one = Bank.at(database.url()).open();
        two = Bank.at(database.url()).open();
        scene = new Scene(one.transfers(), one.accounts(), database.dataSource());
        from = scene.with(eur("10.00"));
        to = scene.with(eur("10.00")); // enough to reverse it more than once
        original = scene.move(from, to, eur("7.00"));
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        one.close();
        two.close();
        TheBooks.areRight(scene.dataSource());
    }

    private TransferService bank(int thread) {
        return (thread % 2 == 0 ? one : two).transfers();
    }

    @Test
    void partsUnderIdsOfTheirOwnAddUpToTheWhole() throws Exception {
        List<Integer> made = Together.run(8, thread -> () -> {
            int count = 0;
            for (int i = 0; i < 20; i++) {
                try {
                    bank(thread).reverse(original.getId(), cents(9), UUID.randomUUID());
                    count++;
                } catch (AlreadyReversedException enough) {
                    assertThat(enough.getRemaining().isLessThan(cents(9))).isTrue();
                }
            }
            return count;
        });

        assertThat(made.stream().mapToInt(Integer::intValue).sum()).isEqualTo(700 / 9);
        assertThat(scene.balance(from)).isEqualTo(eur("3.00").plus(cents(700 / 9 * 9)));
    }

    @Test
    void theSameReversalFromEverywhereHappensOnce() throws Exception {
        List<Transfer> made = Together.run(8, thread -> () -> bank(thread).reverse(original.getId()));

        assertThat(made).containsOnly(made.get(0));
        assertThat(scene.balance(from)).isEqualTo(eur("10.00"));
    }

    @Test
    void theWholeOrPartsButNotBoth() throws Exception {
        List<Boolean> made = Together.run(8, thread -> () -> {
            try {
                if (thread < 4) {
                    bank(thread).reverse(original.getId());
                } else {
                    bank(thread).reverse(original.getId(), cents(100 + thread));
                }
                return true;
            } catch (AlreadyReversedException late) {
                return false;
            }
        });

        boolean whole = made.get(0);
        assertThat(made.subList(0, 4)).containsOnly(whole);
        assertThat(made.subList(4, 8)).containsOnly(!whole);
    }
}
