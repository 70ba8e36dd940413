package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static io.simplebank.persistence.testing.BankAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankTest;
import io.simplebank.persistence.testing.DatabasePer;
import io.simplebank.persistence.testing.TestAccounts;
import io.simplebank.persistence.testing.TestClock;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each assertion passes and fails, and a failure says whose account it is, and both values. */
@BankTest(DatabasePer.METHOD)
class BankAssertionsTest {

    private static final UUID NOBODY = UUID.fromString("00000000-0000-7000-8000-000000000000");

    private final Bank bank;
    private final Account alice;
    private final Account bob;

    BankAssertionsTest(Bank bank, TestAccounts accounts) {
        this.bank = bank;
        alice = accounts.open("alice", "EUR 10.00");
        bob = accounts.open("bob", "EUR 0.00");
    }

    private TransferRequest request() {
        return TransferRequest.of(alice.getId(), bob.getId(), eur("4.00"));
    }

    private static AbstractStringAssert<?> failing(ThrowingCallable assertion) {
        return assertThat(catchThrowableOfType(AssertionError.class, assertion).getMessage());
    }

    @Test
    void ofAnAccount() {
        bank.transfers().hold(request(), Duration.ofHours(1));
        Account account = bank.accounts().get(alice.getId());

        assertThat(account).hasBalance("EUR 10.00").hasHeld("EUR 4.00").hasAvailable("EUR 6.00");
        assertThat(account).hasBalance(eur("10.00")).hasHeld(eur("4.00")).hasAvailable(eur("6.00"));
        assertThat(account).isOwnedBy("alice").hasEntries(1).isOpen();

        failing(() -> assertThat(account).hasBalance("EUR 9.99"))
                .isEqualTo("Expected account " + alice.getId() + " of \"alice\" to have the balance EUR 9.99,"
                        + " but it was EUR 10.00 when the account was read, after 1 entries");
        failing(() -> assertThat(account).hasBalance("USD 10.00")).contains("USD 10.00", "EUR 10.00");
        failing(() -> assertThat(account).hasHeld("EUR 3.99")).contains("held amount EUR 3.99", "EUR 4.00");
        failing(() -> assertThat(account).hasAvailable("EUR 10.00")).contains("EUR 10.00", "EUR 6.00");
        failing(() -> assertThat(account).isOwnedBy("Alice")).contains("owner Alice", "was alice");
        failing(() -> assertThat(account).hasEntries(2)).contains("number of entries 2", "was 1");
        failing(() -> assertThat(account).isFrozen()).contains("status FROZEN", "was OPEN");
        failing(() -> assertThat(account).isClosed()).contains("status CLOSED", "was OPEN");
        failing(() -> assertThat((Account) null).isOpen()).contains("not to be null");
        failing(() -> assertThat(account).as("the buyer").hasHeld("EUR 0.00"))
                .startsWith("[the buyer] Expected account");
    }

    @Test
    void ofAnAccountsStatus() {
        bank.accounts().freeze(alice.getId());
        bank.accounts().close(bob.getId());

        assertThat(bank).account(alice).isFrozen();
        assertThat(bank).account(bob).isClosed().hasStatus(AccountStatus.CLOSED);
        failing(() -> assertThat(bank).account(alice).isOpen()).contains(alice.getId() + " of \"alice\"", "was FROZEN");
    }

    @Test
    void ofABankReadTheAccountAgain() {
        bank.transfers().transfer(request());

        assertThat(alice).hasBalance("EUR 10.00");
        assertThat(bank).account(alice).hasBalance("EUR 6.00");
        assertThat(bank).account(bob.getId()).hasBalance("EUR 4.00");
        failing(() -> assertThat(bank).account(NOBODY))
                .isEqualTo("Expected an account " + NOBODY + ", but there is none");
        failing(() -> assertThat(bank).as("the shop").account(alice).hasBalance("EUR 7.00"))
                .startsWith("[the shop] ");
    }

    @Test
    void ofATransfer() {
        Transfer paid = bank.transfers().transfer(request().withReference("order 4711"));
        Transfer refund = bank.transfers().reverse(paid.getId());

        assertThat(paid).hasAmount("EUR 4.00").hasAmount(eur("4.00")).hasReference("order 4711");
        assertThat(paid).isFrom(alice).isTo(bob).isFrom(alice.getId()).isTo(bob.getId());
        assertThat(bank).transfer(refund.getId()).reverses(paid.getId());
        assertThat(bank).hasNoTransfer(NOBODY);

        failing(() -> assertThat(paid).hasAmount("EUR 4.01"))
                .isEqualTo("Expected transfer " + paid.getId() + " to have the amount EUR 4.01, but it is EUR 4.00");
        failing(() -> assertThat(paid).isFrom(bob))
                .contains(bob.getId().toString(), alice.getId().toString());
        failing(() -> assertThat(paid).isTo(alice))
                .contains(bob.getId().toString(), alice.getId().toString());
        failing(() -> assertThat(paid).hasReference("order 1")).contains("order 1", "order 4711");
        failing(() -> assertThat(refund).hasReference("order 1")).contains("order 1", "null");
        failing(() -> assertThat(paid).reverses(refund.getId())).contains("reversed transfer");
        failing(() -> assertThat(bank).transfer(NOBODY)).contains(NOBODY.toString());
        failing(() -> assertThat(bank).hasNoTransfer(paid.getId())).contains("Expected no transfer", "EUR 4.00");
    }

    @Test
    void ofAHold(TestClock clock) {
        Hold captured = bank.transfers().hold(request(), Duration.ofHours(1));
        bank.transfers().capture(captured.getId(), eur("3.00"));
        Hold released = bank.transfers().hold(request(), Duration.ofHours(1));
        bank.transfers().release(released.getId());
        Hold expired = bank.transfers().hold(request(), Duration.ofHours(1));
        clock.advance(Duration.ofHours(1));
        bank.transfers().expireHolds(10);

        assertThat(captured).isPending().hasAmount("EUR 4.00").hasCaptured("EUR 0.00");
        assertThat(bank).hold(captured).isCaptured().hasCaptured("EUR 3.00");
        assertThat(bank).hold(released).isReleased();
        assertThat(bank).hold(expired.getId()).isExpired();

        failing(() -> assertThat(bank).hold(captured).isPending())
                .isEqualTo("Expected hold " + captured.getId()
                        + " to have the status PENDING, but it was CAPTURED when the hold was read");
        failing(() -> assertThat(captured).isCaptured()).contains("CAPTURED", "PENDING");
        failing(() -> assertThat(captured).isReleased()).contains("RELEASED", "PENDING");
        failing(() -> assertThat(captured).isExpired()).contains("EXPIRED", "PENDING");
        failing(() -> assertThat(captured).hasAmount("EUR 3.00")).contains("EUR 3.00", "EUR 4.00");
        failing(() -> assertThat(captured).hasCaptured("EUR 3.00")).contains("EUR 3.00", "EUR 0.00");
        failing(() -> assertThat(bank).hold(NOBODY)).contains(NOBODY.toString());
    }

    @Test
    void ofBooksThatBalanceOrDoNot(TestDatabase database) throws SQLException {
        assertThat(bank).isBalanced();

        PlainSql.execute(
                database.superuser(),
                "set session_replication_role = replica; update bank.accounts set balance = balance + 1, held = held + 2"
                        + " where id = '" + alice.getId() + "'");

        failing(() -> assertThat(bank).isBalanced())
                .startsWith("Expected the books to be right, but of 3 accounts, 1 transfers and 0 holds an audit says:")
                .satisfies(message -> bank.audit()
                        .findings()
                        .forEach(finding -> assertThat(message).contains(finding.toString())))
                .contains(alice.getId().toString());
        assertThat(bank.audit().findings()).hasSizeGreaterThan(2);
    }
}
