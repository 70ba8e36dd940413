package io.simplebank.domain;

import static io.simplebank.domain.TestAccount.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** A statement that does not add up cannot be made. */
class StatementTest {

    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

    private final Account alice = TestAccount.with(100_00).build();
    private final Account bob = TestAccount.empty();
    private final Entry paid = TestAccount.post(alice, bob, 25_00).debit();
    private final Entry received = TestAccount.post(bob, alice, 5_00).credit();

    private static Money eur(String amount) {
        return Money.parse("EUR " + amount);
    }

    private Statement statement(List<Entry> entries, String closing) {
        return Statement.of(alice.getId(), NOW, TOMORROW, eur("100.00"), entries, eur(closing));
    }

    @Test
    void addsUpDebitsAndCredits() {
        Statement statement = statement(List.of(paid, received), "80.00");

        assertThat(statement.totalDebits()).isEqualTo(eur("25.00"));
        assertThat(statement.totalCredits()).isEqualTo(eur("5.00"));
        assertThat(statement.entries()).containsExactly(paid, received);
    }

    @Test
    void withoutLinesTheBalanceStays() {
        Statement statement = statement(List.of(), "100.00");

        assertThat(statement.totalDebits()).isEqualTo(eur("0.00"));
        assertThat(statement.totalCredits()).isEqualTo(eur("0.00"));
        assertImpossible("closingBalance", () -> statement(List.of(), "100.01"));
    }

    @Test
    void totalsMayExceed64Bits() {
        List<Entry> entries = new ArrayList<>();
        for (int position = 1; position <= 4; position += 2) {
            entries.add(entry(position, Long.MAX_VALUE, Long.MAX_VALUE));
            entries.add(entry(position + 1, -Long.MAX_VALUE, 0));
        }

        Statement statement = Statement.of(alice.getId(), NOW, TOMORROW, eur("0.00"), entries, eur("0.00"));

        Money twice = Money.of(CurrencyUnit.EUR, BigDecimal.valueOf(Long.MAX_VALUE, 2))
                .multipliedBy(2);
        assertThat(statement.totalDebits()).isEqualTo(twice);
        assertThat(statement.totalCredits()).isEqualTo(twice);
    }

    private Entry entry(long position, long amount, long balance) {
        return Entry.restore(alice.getId(), position, UUID.randomUUID(), "EUR", amount, balance, NOW);
    }

    @Test
    void refusesTotalsAndBalancesThatAreNotThoseOfItsLines() {
        Statement right = statement(List.of(paid, received), "80.00");

        assertImpossible("closingBalance", () -> statement(List.of(paid, received), "80.01"));
        assertImpossible("totalDebits", () -> with(right, eur("26.00"), eur("6.00")));
        assertImpossible("totalCredits", () -> with(right, eur("25.00"), eur("6.00")));
        assertThat(with(right, eur("25.00"), eur("5.00"))).isEqualTo(right);
    }

    private static Statement with(Statement other, Money debits, Money credits) {
        return new Statement(
                other.accountId(),
                other.from(),
                other.to(),
                other.openingBalance(),
                other.entries(),
                other.closingBalance(),
                debits,
                credits);
    }

    @Test
    void refusesLinesThatAreNotTheAccountsHistory() {
        Entry another = TestAccount.post(bob, alice, 1_00).debit();

        assertImpossible("continue", () -> statement(List.of(another), "99.00"));
        assertImpossible("continue", () -> statement(List.of(received), "105.00"));
        assertImpossible("continue", () -> statement(List.of(received, paid), "80.00"));
        assertImpossible(
                "continue",
                () -> Statement.of(
                        alice.getId(),
                        NOW,
                        TOMORROW,
                        eur("0.00"),
                        List.of(entry(1, 1_00, 1_00), entry(3, 1_00, 2_00)),
                        eur("2.00")));
    }

    @Test
    void refusesLinesOutsideOfItsPeriod() {
        Instant justAfter = NOW.plusNanos(1_000);

        assertThat(period(NOW, justAfter).entries()).containsExactly(paid);
        assertImpossible("period", () -> period(justAfter, TOMORROW));
        assertImpossible("period", () -> period(NOW, NOW));
        assertImpossible("from", () -> period(TOMORROW, NOW));
    }

    private Statement period(Instant from, Instant to) {
        return Statement.of(alice.getId(), from, to, eur("100.00"), List.of(paid), eur("75.00"));
    }

    @Test
    void refusesAnotherCurrency() {
        Money dollars = Money.parse("USD 100.00");

        assertImpossible("", () -> Statement.of(alice.getId(), NOW, TOMORROW, dollars, List.of(paid), eur("75.00")));
        assertImpossible(
                "closingBalance", () -> Statement.of(alice.getId(), NOW, TOMORROW, dollars, List.of(), eur("100.00")));
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void refusesNull() {
        UUID id = alice.getId();
        Money money = eur("100.00");

        assertImpossible("accountId", () -> Statement.of(null, NOW, TOMORROW, money, List.of(), money));
        assertImpossible("from", () -> Statement.of(id, null, TOMORROW, money, List.of(), money));
        assertImpossible("to", () -> Statement.of(id, NOW, null, money, List.of(), money));
        assertImpossible("openingBalance", () -> Statement.of(id, NOW, TOMORROW, null, List.of(), money));
        assertImpossible("entries", () -> Statement.of(id, NOW, TOMORROW, money, null, money));
        assertImpossible("closingBalance", () -> Statement.of(id, NOW, TOMORROW, money, List.of(), null));
    }

    @Test
    void itsLinesAreACopy() {
        List<Entry> lines = new ArrayList<>(List.of(paid));
        Statement statement = statement(lines, "75.00");
        lines.clear();

        assertThat(statement.entries()).containsExactly(paid);
        assertThatThrownBy(() -> statement.entries().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static void assertImpossible(String naming, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(naming);
    }
}
