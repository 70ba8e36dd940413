package io.simplebank.persistence.torture;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * A line of a history: the sum of all balances of each currency, as one statement read them.
 *
 * @param sums by currency
 */
record Snapshot(Map<CurrencyUnit, Money> sums) {

    static Snapshot of(Collection<Money> balances) {
        Map<CurrencyUnit, Money> sums = new TreeMap<>();
        balances.forEach(balance -> sums.merge(balance.getCurrencyUnit(), balance, Money::plus));
        return new Snapshot(sums);
    }

    /** Whether no currency's balances sum to anything but zero. */
    boolean isBalanced() {
        return sums.values().stream().allMatch(Money::isZero);
    }

    String toLine() {
        return "seen\t" + sums.values().stream().map(Money::toString).collect(Collectors.joining(","));
    }

    static Snapshot ofLine(String[] fields) {
        Map<CurrencyUnit, Money> sums = new TreeMap<>();
        if (fields.length > 1) {
            for (String sum : fields[1].split(",")) {
                Money money = Money.parse(sum);
                sums.put(money.getCurrencyUnit(), money);
            }
        }
        return new Snapshot(sums);
    }
}
