package io.simplebank.domain;

import java.time.Instant;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** An account as a test needs it: where nothing else is said, open, in euros and with a minimum balance of zero. */
final class TestAccount {

    static final Instant LAST_BOOKED_AT = Instant.parse("2026-01-01T12:00:00.000001Z");
    static final Instant NOW = Instant.parse("2026-01-02T12:00:00.000002Z");

    private final long balance;
    private CurrencyUnit currency = CurrencyUnit.EUR;
    private long held;
    private @Nullable Long minimum = 0L;
    private @Nullable Long maximum;
    private AccountStatus status = AccountStatus.OPEN;
    private @Nullable Instant lastBookedAt = LAST_BOOKED_AT;

    private TestAccount(long balance) {
        this.balance = balance;
    }

    /** Whose balance is that many minor units. */
    static TestAccount with(long balance) {
        return new TestAccount(balance);
    }

    TestAccount in(CurrencyUnit currency) {
        this.currency = currency;
        return this;
    }

    TestAccount held(long minorUnits) {
        this.held = minorUnits;
        return this;
    }

    TestAccount minimum(@Nullable Long minorUnits) {
        this.minimum = minorUnits;
        return this;
    }

    TestAccount maximum(long minorUnits) {
        this.maximum = minorUnits;
        return this;
    }

    TestAccount status(AccountStatus status) {
        this.status = status;
        return this;
    }

    TestAccount lastBookedAt(@Nullable Instant lastBookedAt) {
        this.lastBookedAt = lastBookedAt;
        return this;
    }

    Account build() {
        return Account.restore(
                UUID.randomUUID(),
                "someone",
                currency.getCode(),
                balance,
                held,
                minimum,
                maximum,
                status,
                7,
                3,
                Instant.EPOCH,
                lastBookedAt);
    }

    static Account empty() {
        return with(0).build();
    }

    static TransferRequest request(Account from, Account to, long minorUnits) {
        return request(from, to, CurrencyUnit.EUR, minorUnits);
    }

    static TransferRequest request(Account from, Account to, CurrencyUnit currency, long minorUnits) {
        return TransferRequest.of(from.getId(), to.getId(), Money.ofMinor(currency, minorUnits));
    }

    static Posting post(Account from, Account to, long minorUnits) {
        return Transfer.post(request(from, to, minorUnits), from, to, NOW);
    }
}
