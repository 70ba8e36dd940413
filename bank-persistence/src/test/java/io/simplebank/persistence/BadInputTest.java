package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What can never be right is an {@link IllegalArgumentException} that names the argument, and touches nothing. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
@SuppressWarnings("NullAway") // null is what is tested
class BadInputTest {

    private static final Money BEYOND_64_BITS =
            Money.of(EUR, BigDecimal.valueOf(Long.MAX_VALUE, 2).add(new BigDecimal("0.01")));

    private final Scene scene;
    private final TransferService transfers;
    private final AccountService accounts;

    BadInputTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        transfers = scene.transfers();
        accounts = scene.accounts();
    }

    @Test
    void refusesNullEverywhere() {
        UUID id = scene.empty();
        UUID other = scene.empty();
        Money amount = eur("1.00");
        Instant now = Instant.now();

        assertImpossible("request", () -> transfers.transfer(null));
        assertImpossible("request", () -> transfers.submit(null));
        assertImpossible("requests", () -> transfers.transferAll(null));
        assertImpossible(
                "request", () -> transfers.transferAll(Arrays.asList(TransferRequest.of(id, other, amount), null)));
        assertImpossible("transferId", () -> transfers.find(null));
        assertImpossible("accountId", () -> transfers.list(null, 0, 1));
        assertImpossible("requests", () -> transfers.transferEach(null));
        assertImpossible(
                "request 1", () -> transfers.transferEach(Arrays.asList(TransferRequest.of(id, other, amount), null)));
        assertImpossible("requests", () -> transfers.transferEach(null, outcome -> {}));
        assertImpossible("progress", () -> transfers.transferEach(Stream.of(), null));
        assertImpossible("transferId", () -> transfers.reverse(null));
        assertImpossible("transferId", () -> transfers.reverse(null, amount));
        assertImpossible("part", () -> transfers.reverse(id, null));
        assertImpossible("reversalId", () -> transfers.reverse(id, amount, null));
        assertImpossible("request", () -> transfers.hold(null, Duration.ofDays(1)));
        assertImpossible("timeToLive", () -> transfers.hold(TransferRequest.of(id, other, amount), null));
        assertImpossible("holdId", () -> transfers.capture(null));
        assertImpossible("holdId", () -> transfers.capture(null, amount));
        assertImpossible("amount", () -> transfers.capture(id, null));
        assertImpossible("holdId", () -> transfers.release(null));
        assertImpossible("holdId", () -> transfers.findHold(null));
        assertImpossible("accountId", () -> transfers.pendingHolds(null, 0, 1));
        assertImpossible("reference", () -> transfers.listByReference(null, null, 1));
        assertImpossible("transferId", () -> transfers.blankReference(null));

        assertImpossible("request", () -> accounts.open(null));
        assertImpossible("id", () -> accounts.get(null));
        assertImpossible("id", () -> accounts.find(null));
        assertImpossible("owner", () -> accounts.list(null, 0, 1));
        assertImpossible("id", () -> accounts.setMinimumBalance(null, amount));
        assertImpossible("id", () -> accounts.setMaximumBalance(null, amount));
        assertImpossible("id", () -> accounts.freezeDebits(null));
        assertImpossible("id", () -> accounts.freezeCredits(null));
        assertImpossible("id", () -> accounts.reopen(null));
        assertImpossible("id", () -> accounts.freeze(null));
        assertImpossible("id", () -> accounts.unfreeze(null));
        assertImpossible("id", () -> accounts.close(null));
        assertImpossible("id", () -> accounts.delete(null));
        assertImpossible("id", () -> accounts.adjustBalance(null, amount, id));
        assertImpossible("newBalance", () -> accounts.adjustBalance(id, null, other));
        assertImpossible("counterAccountId", () -> accounts.adjustBalance(id, amount, null));
        assertImpossible("accountId", () -> accounts.entry(null, 1));
        assertImpossible("accountId", () -> accounts.entries(null, 0, 1));
        assertImpossible("accountId", () -> accounts.balanceAt(null, now));
        assertImpossible("when", () -> accounts.balanceAt(id, null));
        assertImpossible("accountId", () -> accounts.entries(null, now, now, 0, 1));
        assertImpossible("from", () -> accounts.entries(id, null, now, 0, 1));
        assertImpossible("to", () -> accounts.entries(id, now, null, 0, 1));
        assertImpossible("accountId", () -> accounts.stream(null, 0));
        assertImpossible("accountId", () -> accounts.stream(null, now, now));
        assertImpossible("from", () -> accounts.stream(id, null, now));
        assertImpossible("to", () -> accounts.stream(id, now, null));
        assertImpossible("accountId", () -> accounts.statement(null, now, now));
        assertImpossible("from", () -> accounts.statement(id, null, now));
        assertImpossible("to", () -> accounts.statement(id, now, null));
    }

    @Test
    void refusesNullInARequest() {
        UUID id = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        Money amount = eur("1.00");

        assertImpossible("id", () -> TransferRequest.of(id, other, amount).withId(null));
        assertImpossible("fromAccountId", () -> TransferRequest.of(null, other, amount));
        assertImpossible("toAccountId", () -> TransferRequest.of(id, null, amount));
        assertImpossible("amount", () -> TransferRequest.of(id, other, null));
        assertImpossible("id", () -> OpenAccount.of("alice", EUR).withId(null));
        assertImpossible("owner", () -> OpenAccount.of(null, EUR));
        assertImpossible("currency", () -> OpenAccount.of("alice", null));
        assertImpossible("minimum", () -> OpenAccount.of("alice", EUR).withMinimumBalance(null));
    }

    @Test
    void refusesPartsTimesAndLimitsThatCanNeverBeRight() {
        UUID id = UUID.randomUUID();
        TransferRequest request = TransferRequest.of(scene.world(), scene.empty(), eur("1.00"));

        for (Money impossible : List.of(eur("0.00"), eur("-0.01"), BEYOND_64_BITS)) {
            assertImpossible("part", () -> transfers.reverse(id, impossible));
            assertImpossible("part", () -> transfers.reverse(id, impossible, UUID.randomUUID()));
            assertImpossible("amount", () -> transfers.capture(id, impossible));
        }
        for (Duration impossible : List.of(
                Duration.ZERO,
                Duration.ofNanos(999),
                Duration.ofDays(-1),
                Duration.ofDays(36_526),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertImpossible("timeToLive", () -> transfers.hold(request, impossible));
        }
        assertImpossible("limit", () -> transfers.expireHolds(0));
        assertImpossible("limit", () -> transfers.expireHolds(Integer.MIN_VALUE));
        assertImpossible("offset", () -> transfers.pendingHolds(id, -1, 1));
        assertImpossible("accountId", () -> transfers.pendingHolds(null, id, 1));
        assertImpossible("limit", () -> transfers.pendingHolds(id, id, -1));
        assertImpossible("limit", () -> transfers.pendingHolds(id, 0, -1));
        assertImpossible("maximum", () -> accounts.setMaximumBalance(id, BEYOND_64_BITS));

        transfers.hold(request, Duration.ofDays(36_525));
        transfers.hold(request.withId(id), Duration.ofNanos(1_000));
    }

    @Test
    void refusesAnAmountThatIsNotAboveZeroOrBeyond64Bits() {
        UUID from = scene.world();
        UUID to = scene.empty();

        assertImpossible("amount", () -> scene.move(from, to, eur("0.00")));
        assertImpossible("amount", () -> scene.move(from, to, eur("-0.01")));
        assertImpossible("amount", () -> scene.move(from, to, cents(Long.MIN_VALUE)));
        assertImpossible("amount", () -> scene.move(from, to, BEYOND_64_BITS));

        scene.move(from, to, cents(Long.MAX_VALUE));
        assertThat(scene.balance(from)).isEqualTo(cents(-Long.MAX_VALUE));
        assertThat(scene.balance(to)).isEqualTo(cents(Long.MAX_VALUE));
    }

    @Test
    void refusesABalanceBeyond64Bits() {
        UUID world = scene.world();
        UUID id = scene.empty();
        Money farBelow = BEYOND_64_BITS.multipliedBy(-2);

        assertImpossible("newBalance", () -> accounts.adjustBalance(id, BEYOND_64_BITS, world));
        assertImpossible("newBalance", () -> accounts.adjustBalance(world, farBelow, id));
        assertImpossible("minimum", () -> accounts.setMinimumBalance(id, BEYOND_64_BITS));
        assertImpossible("minimum", () -> accounts.setMinimumBalance(id, farBelow));
        assertImpossible("minimumBalance", () -> OpenAccount.of("alice", EUR).withMinimumBalance(farBelow));

        accounts.setMinimumBalance(id, cents(Long.MIN_VALUE));
        accounts.adjustBalance(world, cents(-Long.MAX_VALUE), id);
        assertThat(scene.balance(id)).isEqualTo(cents(Long.MAX_VALUE));
    }

    @Test
    void refusesTheSameAccountTwice() {
        UUID id = scene.world();

        assertImpossible("two accounts", () -> scene.move(id, id, eur("1.00")));
        assertImpossible("two accounts", () -> accounts.adjustBalance(id, eur("1.00"), id));
    }

    @Test
    void refusesAnEmptyListOfRequests() {
        assertImpossible("requests", () -> transfers.transferAll(List.of()));
    }

    @Test
    void refusesTextThatPostgreSqlCannotHold() {
        assertImpossible("owner", () -> OpenAccount.of("", EUR));
        assertImpossible("owner", () -> OpenAccount.of(" \t\n", EUR));
        assertImpossible("owner", () -> OpenAccount.of("x".repeat(256), EUR));
        assertImpossible("owner", () -> OpenAccount.of("x".repeat(10_000), EUR));
        for (String impossible : List.of("ali\0ce", "ali\ud83dce", "ali\ude00ce")) {
            assertImpossible("owner", () -> OpenAccount.of(impossible, EUR));
            assertImpossible("owner", () -> accounts.list(impossible, 0, 10));
            assertImpossible("owner", () -> accounts.list(impossible, null, 10));
            assertImpossible("reference", () -> transfers.listByReference(impossible, null, 10));
            assertImpossible(
                    "reference",
                    () -> TransferRequest.of(UUID.randomUUID(), UUID.randomUUID(), eur("1.00"))
                            .withReference(impossible));
        }

        // Characters are counted as PostgreSQL does, not as Java does.
        String longest = "\ud83d\ude00".repeat(255);
        UUID id = accounts.open(OpenAccount.of(longest, EUR)).getId();
        assertThat(accounts.get(id).getOwner()).isEqualTo(longest);
        scene.transfers()
                .transfer(TransferRequest.of(scene.world(), id, eur("1.00")).withReference(longest));
        assertThat(transfers.list(id, 0, 1).get(0).getReference()).isEqualTo(longest);
        assertThat(accounts.list("x".repeat(10_000), 0, 10)).isEmpty();
    }

    @Test
    void textIsDataWhateverItLooksLike() {
        String owner = UUID.randomUUID() + "'); drop table bank.accounts; -- \\ ' \" ? :id {} %s \t é";
        UUID id = accounts.open(OpenAccount.of(owner, EUR)).getId();

        assertThat(accounts.list(owner, 0, 10)).extracting(Account::getId).containsExactly(id);

        TransferRequest request =
                TransferRequest.of(scene.world(), id, eur("1.00")).withReference(owner);
        transfers.transfer(request);
        assertThat(transfers.find(request.id()).orElseThrow().getReference()).isEqualTo(owner);
        transfers.transfer(request); // compares equal
    }

    @Test
    void refusesNegativeOffsetsAndLimits() {
        UUID id = scene.with(eur("1.00"));

        assertImpossible("offset", () -> accounts.list(-1, 1));
        assertImpossible("limit", () -> accounts.list(0, -1));
        assertImpossible("limit", () -> accounts.list(null, -1));
        assertImpossible("limit", () -> accounts.list("alice", UUID.randomUUID(), -1));
        assertImpossible("owner", () -> accounts.list(null, UUID.randomUUID(), 1));
        assertImpossible("offset", () -> accounts.list("alice", Integer.MIN_VALUE, 1));
        assertImpossible("limit", () -> accounts.list("alice", 0, Integer.MIN_VALUE));
        assertImpossible("afterPosition", () -> accounts.entries(id, -1, 1));
        assertImpossible("limit", () -> accounts.entries(id, 0, -1));
        assertImpossible("afterPosition", () -> transfers.list(id, Long.MIN_VALUE, 1));
        assertImpossible("limit", () -> transfers.list(id, 0, -1));
        assertImpossible("limit", () -> transfers.listByReference("rent", null, -1));
        assertImpossible("afterPosition", () -> accounts.stream(id, -1));
        assertImpossible("afterPosition", () -> accounts.entries(id, Instant.MIN, Instant.MAX, -1, 1));
        assertImpossible("limit", () -> accounts.entries(id, Instant.MIN, Instant.MAX, 0, -1));

        int most = Integer.MAX_VALUE;
        assertThat(accounts.list(0, 0)).isEmpty();
        assertThat(accounts.list(most, most)).isEmpty();
        assertThat(accounts.list("somebody", most, most)).isEmpty();
        assertThat(accounts.entries(id, 0, 0)).isEmpty();
        assertThat(accounts.entries(id, Long.MAX_VALUE, most)).isEmpty();
        assertThat(accounts.entries(id, 0, most)).hasSize(1);
        assertThat(transfers.list(id, 0, 0)).isEmpty();
        assertThat(transfers.list(id, Long.MAX_VALUE, most)).isEmpty();
        assertThat(transfers.list(id, 0, most)).hasSize(1);
        assertThat(accounts.entries(id, Instant.MIN, Instant.MAX, 0, most)).hasSize(1);
        assertThat(transfers.listByReference("nobody's", null, most)).isEmpty();
    }

    @Test
    void anyIdMayBeAskedFor() {
        for (UUID id : new UUID[] {new UUID(0, 0), new UUID(-1, -1), UUID.randomUUID()}) {
            assertThat(accounts.find(id)).isEmpty();
            assertThat(transfers.find(id)).isEmpty();
            assertThat(accounts.entries(id, 0, 10)).isEmpty();
            assertThat(transfers.list(id, 0, 10)).isEmpty();
        }
    }

    private void assertImpossible(String naming, ThrowingCallable call) {
        assertThat(scene.impossible(call)).hasMessageContaining(naming);
    }
}
