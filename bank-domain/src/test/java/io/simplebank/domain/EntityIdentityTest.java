package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** An entity is what its id says: twice loaded, it is one; so is the proxy that a Jakarta Persistence provider makes. */
class EntityIdentityTest {

    private final Account alice = TestAccount.with(100).build();
    private final Account bob = TestAccount.empty();
    private final Posting posting = TestAccount.post(alice, bob, 1);

    @Test
    void accountsAreEqualByIdOnly() {
        Account later = alice.copy();
        TestAccount.post(later, bob, 1);

        assertThat(later).isEqualTo(alice).hasSameHashCodeAs(alice);
        assertThat(bob).isNotEqualTo(alice);
        assertThat(alice).isNotEqualTo(posting.transfer());
    }

    @Test
    void transfersAreEqualByIdOnly() {
        Account from = TestAccount.with(100).build();
        Account to = TestAccount.empty();
        TransferRequest sameId =
                TestAccount.request(from, to, 2).withId(posting.transfer().getId());

        Transfer same = Transfer.post(sameId, from, to, TestAccount.NOW).transfer();

        assertThat(same).isEqualTo(posting.transfer()).hasSameHashCodeAs(posting.transfer());
        assertThat(TestAccount.post(alice, bob, 1).transfer()).isNotEqualTo(posting.transfer());
        assertThat(same).isNotEqualTo(alice);
    }

    @Test
    void entriesAreEqualByAccountAndPosition() {
        Entry sameLine = TestAccount.post(aliceBefore(), bob, 1).debit();

        assertThat(sameLine).isEqualTo(posting.debit()).hasSameHashCodeAs(posting.debit());
        assertThat(posting.credit()).as("same position, another account").isNotEqualTo(posting.debit());
        assertThat(TestAccount.post(alice, bob, 1).debit())
                .as("same account, another position")
                .isNotEqualTo(posting.debit());
        assertThat(sameLine).isNotEqualTo(alice);
    }

    @Test
    void aProxyAndItsEntityAreEqualBothWays() {
        Entry entry = posting.debit();
        Account accountProxy = new Account() {
            @Override
            public UUID getId() {
                return alice.getId();
            }
        };
        Transfer transferProxy = new Transfer() {
            @Override
            public UUID getId() {
                return posting.transfer().getId();
            }
        };
        Entry entryProxy = new Entry() {
            @Override
            public UUID getAccountId() {
                return entry.getAccountId();
            }

            @Override
            public long getPosition() {
                return entry.getPosition();
            }
        };

        assertThat(accountProxy.equals(alice)).isTrue();
        assertThat(alice.equals(accountProxy)).isTrue();
        assertThat(accountProxy).hasSameHashCodeAs(alice);
        assertThat(transferProxy.equals(posting.transfer())).isTrue();
        assertThat(posting.transfer().equals(transferProxy)).isTrue();
        assertThat(transferProxy).hasSameHashCodeAs(posting.transfer());
        assertThat(entryProxy.equals(entry)).isTrue();
        assertThat(entry.equals(entryProxy)).isTrue();
        assertThat(entryProxy).hasSameHashCodeAs(entry);
    }

    @Test
    void sayWhatTheyAre() {
        assertThat(alice).hasToString("Account " + alice.getId() + ": EUR 0.99, OPEN");
        assertThat(posting.transfer())
                .hasToString("Transfer " + posting.transfer().getId() + ": EUR 0.01 from " + alice.getId() + " to "
                        + bob.getId());
        assertThat(posting.debit()).hasToString("Entry 8 of account " + alice.getId() + ": EUR -0.01, then EUR 0.99");
    }

    /** Alice's account as it was read before the posting. */
    private Account aliceBefore() {
        return Account.restore(
                alice.getId(),
                "someone",
                CurrencyUnit.EUR.getCode(),
                100,
                0,
                0L,
                null,
                AccountStatus.OPEN,
                7,
                3,
                Instant.EPOCH,
                TestAccount.LAST_BOOKED_AT);
    }
}
