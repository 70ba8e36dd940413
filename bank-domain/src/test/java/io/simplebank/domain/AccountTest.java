package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.JPY;

import java.time.Instant;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class AccountTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.000001Z");

    @Test
    void isOpenAndEmptyWhenItIsNew() {
        OpenAccount request = OpenAccount.of("alice", JPY).withMinimumBalance(Money.ofMinor(JPY, -500));

        Account account = Account.open(request, NOW);

        assertThat(account.getId()).isEqualTo(request.id());
        assertThat(account.getOwner()).isEqualTo("alice");
        assertThat(account.getCurrency()).isEqualTo(JPY);
        assertThat(account.getBalance()).isEqualTo(Money.zero(JPY));
        assertThat(account.getHeld()).isEqualTo(Money.zero(JPY));
        assertThat(account.getAvailable()).isEqualTo(Money.zero(JPY));
        assertThat(account.getMinimumBalance()).isEqualTo(Money.ofMinor(JPY, -500));
        assertThat(account.getStatus()).isEqualTo(AccountStatus.OPEN);
        assertThat(account.getPosition()).isZero();
        assertThat(account.getVersion()).isZero();
        assertThat(account.getOpenedAt()).isEqualTo(NOW);
        assertThat(account.getLastBookedAt()).isNull();
    }

    @Test
    void hasNoMinimumWhereTheRequestHasNone() {
        Account world = Account.open(OpenAccount.of("world", EUR).withoutMinimumBalance(), NOW);

        assertThat(world.getMinimumBalance()).isNull();
        assertThat(Account.open(OpenAccount.of("alice", EUR), NOW).getMinimumBalance())
                .isEqualTo(Money.zero(EUR));
    }

    @Test
    void isRestoredAsItsRowSays() {
        UUID id = UUID.randomUUID();

        Account account = Account.restore(
                id, "alice", "EUR", 100, 40, -5L, 900L, AccountStatus.FROZEN, 2, 3, NOW, NOW.plusSeconds(1));

        assertThat(account.getId()).isEqualTo(id);
        assertThat(account.getOwner()).isEqualTo("alice");
        assertThat(account.getCurrency()).isEqualTo(EUR);
        assertThat(account.getBalance()).isEqualTo(Money.parse("EUR 1.00"));
        assertThat(account.getHeld()).isEqualTo(Money.parse("EUR 0.40"));
        assertThat(account.getMaximumBalance()).isEqualTo(Money.parse("EUR 9.00"));
        assertThat(account.getAvailable()).isEqualTo(Money.parse("EUR 0.60"));
        assertThat(account.getMinimumBalance()).isEqualTo(Money.parse("EUR -0.05"));
        assertThat(account.getStatus()).isEqualTo(AccountStatus.FROZEN);
        assertThat(account.getPosition()).isEqualTo(2);
        assertThat(account.getVersion()).isEqualTo(3);
        assertThat(account.getOpenedAt()).isEqualTo(NOW);
        assertThat(account.getLastBookedAt()).isEqualTo(NOW.plusSeconds(1));
    }
}
