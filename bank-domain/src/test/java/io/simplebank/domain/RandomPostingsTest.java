package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.RandomLedger.Attempt;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds whatever is posted, in whatever order. {@link Seed} says how to repeat a run. */
class RandomPostingsTest {

    private static final BigInteger SMALLEST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    @Test
    void keepTheSumOfEachCurrencyAtZero() {
        RandomLedger.play((ledger, attempt) -> {
            Map<CurrencyUnit, BigInteger> sums = new HashMap<>();
            for (Account account : ledger.accounts()) {
                sums.merge(account.getCurrency(), minorUnits(account.getBalance()), BigInteger::add);
            }

            assertThat(sums.values()).containsOnly(BigInteger.ZERO);
        });
    }

    @Test
    void neverTakeWhatIsAvailableBelowTheMinimum() {
        RandomLedger.play((ledger, attempt) -> {
            for (Account account : ledger.accounts()) {
                assertThat(minorUnits(account.getAvailable())).isGreaterThanOrEqualTo(floor(account));
            }
        });
    }

    @Test
    void leaveEachBalanceTheSumOfItsEntries() {
        forEachPlayedAccount((account, entries) -> {
            BigInteger sum = BigInteger.ZERO;
            for (Entry entry : entries) {
                sum = sum.add(minorUnits(entry.getAmount()));
                assertThat(minorUnits(entry.getBalance())).isEqualTo(sum);
            }
            assertThat(minorUnits(account.getBalance())).isEqualTo(sum);
        });
    }

    @Test
    void numberTheEntriesOfEachAccountWithoutAGap() {
        forEachPlayedAccount((account, entries) -> {
            List<Long> numbers =
                    LongStream.rangeClosed(1, entries.size()).boxed().toList();
            assertThat(entries).extracting(Entry::getPosition).isEqualTo(numbers);
            assertThat(account.getPosition()).isEqualTo(entries.size());
        });
    }

    @Test
    void areBookedInTheOrderOfPosition() {
        forEachPlayedAccount((account, entries) -> {
            assertThat(entries).extracting(Entry::getBookedAt).isSorted();
            assertThat(account.getLastBookedAt())
                    .isEqualTo(
                            entries.isEmpty()
                                    ? null
                                    : entries.get(entries.size() - 1).getBookedAt());
        });
    }

    @Test
    void areRefusedExactlyWhereTheRulesSaySoAndThenChangeNothing() {
        Set<@Nullable Class<?>> seen = new HashSet<>();
        RandomLedger.play((ledger, attempt) -> {
            BankException refusal = attempt.refusal();
            Class<?> kind = refusal == null ? null : refusal.getClass();

            assertThat(kind).as("%s", attempt).isEqualTo(expectedRefusal(attempt));
            if (refusal != null) {
                assertThat(refusal.getRequestId()).isEqualTo(attempt.request().id());
                assertThat(state(attempt.from())).isEqualTo(state(attempt.fromBefore()));
                assertThat(state(attempt.to())).isEqualTo(state(attempt.toBefore()));
            }
            seen.add(kind);
        });

        assertThat(seen)
                .as("what chance came upon, null where it was posted")
                .containsExactlyInAnyOrder(
                        null,
                        AccountNotOpenException.class,
                        WrongCurrencyException.class,
                        InsufficientFundsException.class,
                        BalanceOverflowException.class);
    }

    private static void forEachPlayedAccount(BiConsumer<Account, List<Entry>> check) {
        for (RandomLedger ledger : RandomLedger.play((played, attempt) -> {})) {
            ledger.accounts().forEach(account -> check.accept(account, ledger.entries(account)));
        }
    }

    /** The rules once more, in numbers that cannot overflow. */
    private static @Nullable Class<? extends BankException> expectedRefusal(Attempt attempt) {
        Account from = attempt.fromBefore();
        Account to = attempt.toBefore();
        Money amount = attempt.request().amount();
        if (from.getStatus() != AccountStatus.OPEN || to.getStatus() != AccountStatus.OPEN) {
            return AccountNotOpenException.class;
        }
        if (!List.of(from.getCurrency(), to.getCurrency()).stream().allMatch(amount.getCurrencyUnit()::equals)) {
            return WrongCurrencyException.class;
        }
        BigInteger remaining = minorUnits(from.getAvailable()).subtract(minorUnits(amount));
        if (remaining.compareTo(floor(from)) < 0) {
            return from.getMinimumBalance() == null ? BalanceOverflowException.class : InsufficientFundsException.class;
        }
        return minorUnits(to.getBalance()).add(minorUnits(amount)).compareTo(LARGEST) > 0
                ? BalanceOverflowException.class
                : null;
    }

    /** What a posting could change; {@link RefusalTest} compares everything, which is too slow for thousands. */
    private static List<@Nullable Object> state(Account account) {
        return Arrays.asList(
                account.getBalance(),
                account.getHeld(),
                account.getPosition(),
                account.getVersion(),
                account.getLastBookedAt());
    }

    private static BigInteger floor(Account account) {
        Money minimum = account.getMinimumBalance();
        return minimum == null ? SMALLEST : minorUnits(minimum);
    }

    private static BigInteger minorUnits(Money money) {
        return money.getAmountMinor().toBigIntegerExact();
    }
}
