package io.simplebank.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A handful of accounts, on which one random posting after the other is tried: between accounts of every status and
 * currency, of amounts from one minor unit to the largest, by a clock that goes forwards and backwards.
 */
final class RandomLedger {

    private static final int LEDGERS = 100;
    private static final int ATTEMPTS = 100;
    private static final List<CurrencyUnit> CURRENCIES =
            List.of(CurrencyUnit.EUR, CurrencyUnit.JPY, CurrencyUnit.of("BHD"));

    private final Random random;
    private final List<Account> accounts = new ArrayList<>();
    private final Map<UUID, List<Entry>> entries = new HashMap<>();
    private Instant clock = Instant.parse("2026-01-01T00:00:00Z");

    private RandomLedger(Random random) {
        this.random = random;
        int count = 2 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            accounts.add(anyEmptyAccount());
        }
    }

    /** What was tried, on which accounts, copies of them from before it, and the refusal if it met one. */
    record Attempt(
            TransferRequest request,
            Account from,
            Account to,
            Account fromBefore,
            Account toBefore,
            @Nullable BankException refusal) {}

    /** Plays many ledgers and shows each after everything that was tried on it; returns them as they are at the end. */
    static List<RandomLedger> play(BiConsumer<RandomLedger, Attempt> onAttempt) {
        List<RandomLedger> ledgers = new ArrayList<>();
        Random random = Seed.random();
        for (int i = 0; i < LEDGERS; i++) {
            RandomLedger ledger = new RandomLedger(random);
            for (int j = 0; j < ATTEMPTS; j++) {
                onAttempt.accept(ledger, ledger.attempt());
            }
            ledgers.add(ledger);
        }
        return ledgers;
    }

    List<Account> accounts() {
        return accounts;
    }

    /** What the postings have left on an account, in the order of posting. */
    List<Entry> entries(Account account) {
        return entries.getOrDefault(account.getId(), List.of());
    }

    private Attempt attempt() {
        Account from = any(accounts);
        Account to = any(accounts.stream().filter(account -> account != from).toList());
        CurrencyUnit currency = oneIn(20) ? any(CURRENCIES) : from.getCurrency();
        TransferRequest request =
                TransferRequest.of(from.getId(), to.getId(), Money.ofMinor(currency, anyAmount(from)));
        clock = clock.plus(Duration.ofNanos(random.nextInt(-1_000_000, 2_000_000)));

        Account fromBefore = from.copy();
        Account toBefore = to.copy();
        try {
            Posting posting = Transfer.post(request, from, to, clock);
            keep(posting.debit());
            keep(posting.credit());
            return new Attempt(request, from, to, fromBefore, toBefore, null);
        } catch (BankException refusal) {
            return new Attempt(request, from, to, fromBefore, toBefore, refusal);
        }
    }

    private void keep(Entry entry) {
        entries.computeIfAbsent(entry.getAccountId(), id -> new ArrayList<>()).add(entry);
    }

    private Account anyEmptyAccount() {
        Long minimum = anyMinimum();
        long mayBeHeld = minimum == null ? 1_000 : -Math.max(-1_000, minimum);
        return Account.restore(
                UUID.randomUUID(),
                "someone",
                (oneIn(4) ? any(CURRENCIES) : CurrencyUnit.EUR).getCode(),
                0,
                random.nextLong(mayBeHeld + 1),
                minimum,
                null,
                oneIn(8) ? any(List.of(AccountStatus.FROZEN, AccountStatus.CLOSED)) : AccountStatus.OPEN,
                0,
                0,
                clock,
                null);
    }

    private @Nullable Long anyMinimum() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> null;
            case 2 -> -(long) random.nextInt(1_000);
            case 3 -> Long.MIN_VALUE;
            default -> 0L;
        };
    }

    /** Small ones, ones about what is there, and ones about the end of the range. */
    private long anyAmount(Account from) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> 1 + random.nextInt(1_000);
            case 2 -> Math.max(1, Math.abs(from.getBalanceMinor() / 2) * 2 + random.nextInt(-2, 2));
            case 3 -> Long.MAX_VALUE - random.nextInt(3);
            default -> random.nextLong(1, Long.MAX_VALUE);
        };
    }

    private boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
