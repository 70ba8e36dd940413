package io.simplebank.domain;

import static io.simplebank.domain.TestAccount.NOW;
import static io.simplebank.domain.TestAccount.post;
import static io.simplebank.domain.TestAccount.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.joda.money.CurrencyUnit.EUR;

import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostingTest {

    private final Account alice = TestAccount.with(100_00).build();
    private final Account bob = TestAccount.with(5_00).build();

    @Test
    void debitsTheOneAccountAndCreditsTheOther() {
        post(alice, bob, 25_00);

        assertThat(alice.getBalance()).isEqualTo(Money.parse("EUR 75.00"));
        assertThat(bob.getBalance()).isEqualTo(Money.parse("EUR 30.00"));
        assertThat(alice.getPosition()).isEqualTo(8);
        assertThat(bob.getPosition()).isEqualTo(8);
    }

    @Test
    void recordsWhatWasAskedFor() {
        TransferRequest request = request(alice, bob, 25_00).withReference("order 4711");

        Transfer transfer = Transfer.post(request, alice, bob, NOW).transfer();

        assertThat(transfer.getId()).isEqualTo(request.id());
        assertThat(transfer.getFromAccountId()).isEqualTo(alice.getId());
        assertThat(transfer.getToAccountId()).isEqualTo(bob.getId());
        assertThat(transfer.getAmount()).isEqualTo(Money.parse("EUR 25.00"));
        assertThat(transfer.getReference()).isEqualTo("order 4711");
        assertThat(transfer.getReversesId()).isNull();
        assertThat(transfer.getBookedAt()).isEqualTo(NOW);
    }

    @Test
    void leavesTwoEntriesThatCancelOutAndCarryTheBalancesAfterThem() {
        Posting posting = post(alice, bob, 25_00);

        Entry debit = posting.debit();
        assertThat(debit.getAccountId()).isEqualTo(alice.getId());
        assertThat(debit.getAmount()).isEqualTo(Money.parse("EUR -25.00"));
        assertThat(debit.getBalance()).isEqualTo(Money.parse("EUR 75.00"));
        Entry credit = posting.credit();
        assertThat(credit.getAccountId()).isEqualTo(bob.getId());
        assertThat(credit.getAmount()).isEqualTo(Money.parse("EUR 25.00"));
        assertThat(credit.getBalance()).isEqualTo(Money.parse("EUR 30.00"));
        assertThat(posting.debit()).isNotEqualTo(posting.credit());
        assertThat(new Entry[] {debit, credit}).allSatisfy(entry -> {
            assertThat(entry.getTransferId()).isEqualTo(posting.transfer().getId());
            assertThat(entry.getPosition()).isEqualTo(8);
            assertThat(entry.getBookedAt()).isEqualTo(posting.transfer().getBookedAt());
        });
    }

    @ParameterizedTest
    @CsvSource({"10000, 0, 0", "10000, 4000, 0", "10000, 0, 2500", "10000, 4000, 2500", "0, 0, -500", "-499, 0, -500"})
    void takesWhatIsAvailableDownToTheMinimumAndNotACentMore(long balance, long held, long minimum) {
        Account from = TestAccount.with(balance).held(held).minimum(minimum).build();
        long room = balance - held - minimum;

        assertThatThrownBy(() -> post(from, bob, room + 1))
                .asInstanceOf(type(InsufficientFundsException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.getAccountId()).isEqualTo(from.getId());
                    assertThat(refusal.getAvailable()).isEqualTo(Money.ofMinor(EUR, balance - held));
                    assertThat(refusal.getRequested()).isEqualTo(Money.ofMinor(EUR, room + 1));
                    assertThat(refusal.getMinimum()).isEqualTo(Money.ofMinor(EUR, minimum));
                });
        post(from, bob, room);

        assertThat(from.getAvailable()).isEqualTo(from.getMinimumBalance());
    }

    @Test
    void refusesAnyDebitWhereLessThanTheMinimumIsAvailableAlready() {
        Account from = TestAccount.with(100).held(101).build();

        assertThatThrownBy(() -> post(from, bob, 1)).isInstanceOf(InsufficientFundsException.class);
    }

    @Test
    void acceptsACreditThatStillLeavesLessThanTheMinimum() {
        Account to = TestAccount.with(-100).build();

        post(alice, to, 1);

        assertThat(to.getBalance()).isEqualTo(Money.parse("EUR -0.99"));
    }

    @Test
    void goesBelowAnyLimitWhereThereIsNoMinimum() {
        Account world = TestAccount.with(0).minimum(null).build();

        post(world, bob, 1_000_000_00);

        assertThat(world.getBalance()).isEqualTo(Money.parse("EUR -1000000.00"));
        assertThat(world.getMinimumBalance()).isNull();
    }

    @Test
    void leavesWhatIsHeldAndTheVersionToOthers() {
        Account from = TestAccount.with(100).held(40).build();

        post(from, bob, 10);

        assertThat(from.getHeld()).isEqualTo(Money.parse("EUR 0.40"));
        assertThat(from.getAvailable()).isEqualTo(Money.parse("EUR 0.50"));
        assertThat(from.getVersion()).isEqualTo(3);
    }

    @Test
    void refusesAccountsThatTheRequestDoesNotName() {
        Account stranger = TestAccount.with(100_00).build();
        TransferRequest request = request(alice, bob, 1);

        assertThatThrownBy(() -> Transfer.post(request, stranger, bob, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "from account",
                        alice.getId().toString(),
                        stranger.getId().toString());
        assertThatThrownBy(() -> Transfer.post(request, alice, stranger, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "to account", bob.getId().toString(), stranger.getId().toString());
        assertThatThrownBy(() -> Transfer.post(request, bob, alice, NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThat(alice.getPosition()).isEqualTo(7);
    }

    @Test
    void triesOnACopyWithoutTouchingTheAccount() {
        Account copy = alice.copy();
        assertThat(copy).usingRecursiveComparison().isEqualTo(alice);

        post(copy, bob, 25_00);

        assertThat(copy.getBalance()).isEqualTo(Money.parse("EUR 75.00"));
        assertThat(alice.getBalance()).isEqualTo(Money.parse("EUR 100.00"));
        assertThat(alice.getPosition()).isEqualTo(7);
    }

    @Test
    void countsFromOneOnAnAccountThatNeverHadAnEntry() {
        Account fresh = Account.open(OpenAccount.of("carol", EUR).withId(UUID.randomUUID()), NOW);

        assertThat(post(alice, fresh, 1).credit().getPosition()).isEqualTo(1);
        assertThat(post(fresh, alice, 1).debit().getPosition()).isEqualTo(2);
    }
}
