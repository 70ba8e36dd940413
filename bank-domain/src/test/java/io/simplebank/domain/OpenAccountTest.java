package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.JPY;

import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAccountTest {

    @Test
    void hasANewIdOfVersion7AndAMinimumOfZeroWhereTheCallerSaysNothingElse() {
        OpenAccount request = OpenAccount.of("alice", JPY);

        assertThat(request).isEqualTo(new OpenAccount(request.id(), "alice", JPY, Money.zero(JPY)));
        assertThat(request.id().version()).isEqualTo(7);
        assertThat(OpenAccount.of("alice", JPY).id()).isNotEqualTo(request.id());
    }

    @Test
    void takesTheCallersIdAndMinimum() {
        UUID id = UUID.randomUUID();
        Money overdraft = Money.parse("EUR -500.00");
        OpenAccount request = OpenAccount.of("alice", EUR).withId(id);

        assertThat(request.withMinimumBalance(overdraft)).isEqualTo(new OpenAccount(id, "alice", EUR, overdraft));
        assertThat(request.withoutMinimumBalance()).isEqualTo(new OpenAccount(id, "alice", EUR, null));
        assertThat(request.withoutMinimumBalance().withMinimumBalance(overdraft).withId(id))
                .isEqualTo(request.withMinimumBalance(overdraft));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR 0.00", "EUR -0.01", "EUR -92233720368547758.08"})
    void acceptsAMinimumOfZeroOrBelow(String minimum) {
        assertThat(OpenAccount.of("alice", EUR)
                        .withMinimumBalance(Money.parse(minimum))
                        .minimumBalance())
                .isEqualTo(Money.parse(minimum));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR 0.01", "EUR 92233720368547758.07"})
    void refusesAMinimumThatAnEmptyAccountDoesNotHave(String minimum) {
        assertThatThrownBy(() -> OpenAccount.of("alice", EUR).withMinimumBalance(Money.parse(minimum)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("minimumBalance must not be above zero")
                .hasMessageEndingWith(minimum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR 92233720368547758.08", "EUR -92233720368547758.09"})
    void refusesAMinimumBeyondALong(String minimum) {
        assertThatThrownBy(() -> OpenAccount.of("alice", EUR).withMinimumBalance(Money.parse(minimum)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("minimumBalance must fit into 64 bits of minor units, but is " + minimum);
    }

    @Test
    void refusesAMinimumInAnotherCurrency() {
        assertThatThrownBy(() -> OpenAccount.of("alice", EUR).withMinimumBalance(Money.zero(JPY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("minimumBalance must be in the account's currency EUR, but is JPY 0");
    }

    @ParameterizedTest
    @MethodSource("io.simplebank.domain.Texts#thatFit")
    void acceptsOwnersThatFit(String owner) {
        assertThat(OpenAccount.of(owner, EUR).owner()).isEqualTo(owner);
    }

    @ParameterizedTest
    @MethodSource("io.simplebank.domain.Texts#thatDoNotFit")
    void refusesOwnersThatDoNotFit(String owner, String message) {
        assertThatThrownBy(() -> OpenAccount.of(owner, EUR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("owner must ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
    void refusesABlankOwner(String owner) {
        assertThatThrownBy(() -> OpenAccount.of(owner, EUR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("owner must not be blank");
    }

    @Test
    void namesWhatMustNotBeNull() {
        OpenAccount request = OpenAccount.of("alice", EUR);
        Map<String, ThrowingCallable> calls = Map.of(
                "id", () -> request.withId(null),
                "owner", () -> OpenAccount.of(null, EUR),
                "currency", () -> OpenAccount.of("alice", null),
                "minimum", () -> request.withMinimumBalance(null));

        calls.forEach((name, call) -> assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + " must not be null"));
        assertThatThrownBy(() -> new OpenAccount(request.id(), "alice", null, null))
                .hasMessage("currency must not be null");
    }

    @Test
    void hasNoMaximumWhereTheCallerSaysNothingElse() {
        assertThat(OpenAccount.of("alice", EUR).maximumBalance()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR 0.00", "EUR 0.01", "EUR 92233720368547758.07"})
    void takesAMaximumOfZeroOrAboveAndKeepsItThroughEveryCopy(String maximum) {
        UUID id = UUID.randomUUID();
        OpenAccount request = OpenAccount.of("alice", EUR).withMaximumBalance(Money.parse(maximum));

        assertThat(request.withoutMinimumBalance().withId(id))
                .isEqualTo(new OpenAccount(id, "alice", EUR, null, Money.parse(maximum)));
        assertThat(request.withMinimumBalance(Money.parse("EUR -1.00")).maximumBalance())
                .isEqualTo(Money.parse(maximum));
    }

    @Test
    void refusesAMaximumThatCanNeverBeRight() {
        OpenAccount request = OpenAccount.of("alice", EUR);

        assertThatThrownBy(() -> request.withMaximumBalance(Money.parse("EUR -0.01")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "maximumBalance must not be below zero for an account that is still empty, but is EUR -0.01");
        assertThatThrownBy(() -> request.withMaximumBalance(Money.zero(JPY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maximumBalance must be in the account's currency EUR, but is JPY 0");
        assertThatThrownBy(() -> request.withMaximumBalance(Money.parse("EUR 92233720368547758.08")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maximumBalance must fit into 64 bits of minor units, but is EUR 92233720368547758.08");
        assertThatThrownBy(() -> request.withMaximumBalance(null)).hasMessage("maximum must not be null");
    }
}
