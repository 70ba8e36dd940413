package io.simplebank.persistence.hosts;

import static io.simplebank.persistence.hosts.Customers.eur;
import static java.time.temporal.ChronoUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Statement;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Each kind of call that an application makes of the services. A step builds on what those before it have done. */
enum Step {
    OPENS_ACCOUNTS((its, of) -> {
        its.accounts().open(of.openWorld);
        its.accounts().open(of.openAlice);
        its.accounts().open(of.openBob);
    }),
    OPENS_ONE_AGAIN((its, of) ->
            assertThat(its.accounts().open(of.openAlice).getPosition()).isZero()),
    TRANSFERS((its, of) ->
            assertThat(its.transfers().transfer(of.salary).getAmount()).isEqualTo(eur("100.00"))),
    TRANSFERS_WITHOUT_A_REFERENCE((its, of) -> assertThat(its.transfers()
                    .transfer(TransferRequest.of(of.world, of.alice, eur("1.00")))
                    .getReference())
            .isNull()),
    FINDS_A_TRANSFER((its, of) -> {
        Transfer found = its.transfers().find(of.salary.id()).orElseThrow();
        assertThat(found.getReference()).isEqualTo(of.salary.reference());
        assertThat(found.getBookedAt()).isCloseTo(Instant.now(), within(10, MINUTES));
        assertThat(found.getReversesId()).isNull();
    }),
    REPLAYS((its, of) -> {
        assertThat(its.transfers().transfer(of.salary).getId()).isEqualTo(of.salary.id());
        assertThat(its.accounts().get(of.alice).getBalance()).isEqualTo(eur("101.00"));
    }),
    CONFLICTS((its, of) -> assertThatExceptionOfType(TransferConflictException.class)
            .isThrownBy(() -> its.transfers()
                    .transfer(
                            TransferRequest.of(of.world, of.alice, eur("99.00")).withId(of.salary.id())))),
    LACKS_FUNDS((its, of) -> assertThatExceptionOfType(InsufficientFundsException.class)
            .isThrownBy(() -> its.transfers().transfer(TransferRequest.of(of.alice, of.bob, eur("1000.00"))))),
    TRANSFERS_ALL((its, of) -> its.transfers()
            .transferAll(List.of(
                    TransferRequest.of(of.alice, of.bob, eur("3.00")),
                    TransferRequest.of(of.bob, of.world, eur("2.00"))))),
    TRANSFERS_EACH((its, of) -> assertThat(its.transfers()
                    .transferEach(List.of(
                            TransferRequest.of(of.alice, of.bob, eur("1.00")),
                            TransferRequest.of(of.alice, of.bob, eur("9999.00")))))
            .hasExactlyElementsOfTypes(TransferOutcome.Posted.class, TransferOutcome.Refused.class)),
    HOLDS((its, of) -> its.transfers().hold(of.reserved, Duration.ofDays(1))),
    HOLDS_AGAIN((its, of) -> assertThat(
                    its.transfers().hold(of.reserved, Duration.ofDays(1)).getId())
            .isEqualTo(of.reserved.id())),
    LISTS_PENDING_HOLDS((its, of) ->
            assertThat(its.transfers().pendingHolds(of.alice, 0, 10)).hasSize(1)),
    CAPTURES((its, of) -> assertThat(
                    its.transfers().capture(of.reserved.id(), eur("4.00")).getAmount())
            .isEqualTo(eur("4.00"))),
    FINDS_A_HOLD((its, of) -> {
        Hold found = its.transfers().findHold(of.reserved.id()).orElseThrow();
        assertThat(found.getStatus()).isEqualTo(HoldStatus.CAPTURED);
        assertThat(found.getReference()).isNull();
        assertThat(found.getEndedAt()).isCloseTo(Instant.now(), within(10, MINUTES));
    }),
    RELEASES((its, of) -> {
        TransferRequest other = TransferRequest.of(of.alice, of.bob, eur("1.00"));
        its.transfers().hold(other, Duration.ofDays(1));
        assertThat(its.transfers().release(other.id()).getStatus()).isEqualTo(HoldStatus.RELEASED);
    }),
    EXPIRES_HOLDS((its, of) -> assertThat(its.transfers().expireHolds(10)).isZero()),
    REVERSES((its, of) -> assertThat(
                    its.transfers().reverse(of.salary.id(), eur("5.00")).getReversesId())
            .isEqualTo(of.salary.id())),
    LISTS_TRANSFERS(
            (its, of) -> assertThat(its.transfers().list(of.alice, 0, 3)).hasSize(3)),
    LISTS_BY_REFERENCE((its, of) -> {
        String reference = String.valueOf(of.salary.reference());
        assertThat(its.transfers().listByReference(reference, null, 10)).hasSize(1);
        assertThat(its.transfers().listByReference(reference, of.salary.id(), 10))
                .isEmpty();
    }),
    READS_ENTRIES((its, of) -> {
        assertThat(its.accounts().entries(of.alice, 0, 100)).hasSize(6);
        assertThat(its.accounts().entry(of.alice, 1).getBalance()).isEqualTo(eur("100.00"));
        assertThat(its.accounts().stream(of.alice, 4)).hasSize(2);
    }),
    MAKES_A_STATEMENT((its, of) -> {
        Statement statement =
                its.accounts().statement(of.alice, of.before, Instant.now().plusSeconds(60));
        assertThat(statement.openingBalance()).isEqualTo(eur("0.00"));
        assertThat(statement.closingBalance())
                .isEqualTo(its.accounts().get(of.alice).getBalance());
    }),
    KNOWS_EARLIER_BALANCES((its, of) -> {
        assertThat(its.accounts().balanceAt(of.alice, of.before)).isEqualTo(eur("0.00"));
        assertThat(its.accounts().balanceAt(of.alice, Instant.MIN)).isEqualTo(eur("0.00"));
        assertThat(its.accounts().balanceAt(of.alice, Instant.MAX))
                .isEqualTo(its.accounts().get(of.alice).getBalance());
    }),
    LISTS_ACCOUNTS((its, of) -> {
        assertThat(its.accounts().list(0, 2)).hasSize(2);
        assertThat(its.accounts().list("alice", 0, 2)).isNotEmpty();
        Account found = its.accounts().get(of.alice);
        assertThat(found.getOpenedAt()).isCloseTo(Instant.now(), within(10, MINUTES));
        assertThat(found.getLastBookedAt()).isCloseTo(Instant.now(), within(10, MINUTES));
        assertThat(found.getOwner()).isEqualTo("alice");
        assertThat(found.getStatus()).isEqualTo(AccountStatus.OPEN);
    }),
    SETS_LIMITS((its, of) -> {
        its.accounts().setMinimumBalance(of.alice, eur("-5.00"));
        its.accounts().setMinimumBalance(of.alice, null);
        assertThat(its.accounts().get(of.alice).getMinimumBalance()).isNull();
        its.accounts().setMinimumBalance(of.alice, eur("0.00"));
        its.accounts().setMaximumBalance(of.alice, eur("5000.00"));
        assertThat(its.accounts().get(of.alice).getMaximumBalance()).isEqualTo(eur("5000.00"));
    }),
    FREEZES((its, of) -> {
        its.accounts().freeze(of.alice);
        assertThat(its.accounts().get(of.alice).getStatus()).isEqualTo(AccountStatus.FROZEN);
        its.accounts().unfreeze(of.alice);
    }),
    BLANKS_A_REFERENCE((its, of) -> {
        its.transfers().blankReference(of.salary.id());
        assertThat(its.transfers().find(of.salary.id()).orElseThrow().getReference())
                .isNull();
    }),
    ADJUSTS((its, of) -> assertThat(its.accounts().adjustBalance(of.alice, eur("50.00"), of.world))
            .isPresent()),
    DELETES_AN_ACCOUNT((its, of) -> {
        UUID other = its.accounts().open(OpenAccount.of("nobody", EUR)).getId();
        its.accounts().delete(other);
        assertThat(its.accounts().find(other)).isEmpty();
    }),
    ENDS_WITH_THE_RIGHT_BALANCE((its, of) -> {
        Account end = its.accounts().get(of.alice);
        assertThat(end.getBalance()).isEqualTo(eur("50.00"));
        assertThat(end.getHeld()).isEqualTo(eur("0.00"));
    });

    private interface Calls {
        void make(Services its, Customers of);
    }

    private final Calls calls;

    Step(Calls calls) {
        this.calls = calls;
    }

    /** Makes the calls and asserts what they answer. */
    void take(Services services, Customers customers) {
        calls.make(services, customers);
    }
}
