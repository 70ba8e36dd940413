package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.TransferRequest.Extent;
import io.simplebank.domain.TransferRequest.LeastBalance;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferRequestTest {

    private static final UUID FROM = UUID.randomUUID();
    private static final UUID TO = UUID.randomUUID();
    private static final Money AMOUNT = Money.parse("EUR 25.00");

    @Test
    void hasANewIdOfVersion7AndNoReferenceWhereTheCallerGivesNone() {
        TransferRequest request = TransferRequest.of(FROM, TO, AMOUNT);

        assertThat(request).isEqualTo(new TransferRequest(request.id(), FROM, TO, AMOUNT, null));
        assertThat(request.id().version()).isEqualTo(7);
        assertThat(TransferRequest.of(FROM, TO, AMOUNT).id()).isNotEqualTo(request.id());
    }

    @Test
    void takesTheCallersIdAndReference() {
        UUID orderId = UUID.fromString("00000000-0000-0000-0000-000000004711");
        TransferRequest request = TransferRequest.of(FROM, TO, AMOUNT);

        assertThat(request.withId(orderId).withReference("order 4711"))
                .isEqualTo(new TransferRequest(orderId, FROM, TO, AMOUNT, "order 4711"));
        assertThat(request.withReference("order 4711").withId(orderId))
                .isEqualTo(new TransferRequest(orderId, FROM, TO, AMOUNT, "order 4711"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR 0.01", "JPY 1", "BHD 0.001", "EUR 92233720368547758.07"})
    void acceptsAmountsAboveZeroUpToTheLargestLong(String amount) {
        assertThat(TransferRequest.of(FROM, TO, Money.parse(amount)).amount()).isEqualTo(Money.parse(amount));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR 0.00", "JPY 0", "EUR -0.01", "EUR -92233720368547758.08"})
    void refusesAmountsThatAreNotAboveZero(String amount) {
        assertThatThrownBy(() -> TransferRequest.of(FROM, TO, Money.parse(amount)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("amount must be above zero, but is " + amount);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR 92233720368547758.08", "JPY 9223372036854775808", "EUR -92233720368547758.09"})
    void refusesAmountsBeyondALong(String amount) {
        assertThatThrownBy(() -> TransferRequest.of(FROM, TO, Money.parse(amount)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("amount must fit into 64 bits of minor units, but is " + amount)
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void refusesTheSameAccountTwice() {
        UUID sameAgain = new UUID(FROM.getMostSignificantBits(), FROM.getLeastSignificantBits());

        assertThatThrownBy(() -> TransferRequest.of(FROM, sameAgain, AMOUNT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two accounts")
                .hasMessageContaining(FROM.toString());
    }

    @Test
    void namesWhatMustNotBeNull() {
        TransferRequest request = TransferRequest.of(FROM, TO, AMOUNT);
        Map<String, ThrowingCallable> calls = Map.of(
                "id", () -> request.withId(null),
                "fromAccountId", () -> TransferRequest.of(null, TO, AMOUNT),
                "toAccountId", () -> TransferRequest.of(FROM, null, AMOUNT),
                "amount", () -> TransferRequest.of(FROM, TO, null));

        calls.forEach((name, call) -> assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + " must not be null"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    @MethodSource("io.simplebank.domain.Texts#thatFit")
    void acceptsReferencesThatFit(String reference) {
        assertThat(TransferRequest.of(FROM, TO, AMOUNT).withReference(reference).reference())
                .isEqualTo(reference);
    }

    @ParameterizedTest
    @MethodSource("io.simplebank.domain.Texts#thatDoNotFit")
    void refusesReferencesThatDoNotFit(String reference, String message) {
        TransferRequest request = TransferRequest.of(FROM, TO, AMOUNT);

        assertThatThrownBy(() -> request.withReference(reference))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("reference must ")
                .hasMessageContaining(message);
    }

    @Test
    void movesJustTheAmountOnNoConditionWhereTheCallerSaysNothingElse() {
        TransferRequest request = TransferRequest.of(FROM, TO, AMOUNT);

        assertThat(request.extent()).isEqualTo(Extent.EXACT);
        assertThat(request.leastBalance()).isNull();
    }

    @Test
    void movesAsMuchAsThereIsWhereTheCallerSaysSo() {
        TransferRequest request = TransferRequest.upTo(FROM, TO, AMOUNT);

        assertThat(request)
                .isEqualTo(new TransferRequest(request.id(), FROM, TO, AMOUNT, null, Extent.UP_TO, null))
                .isNotEqualTo(TransferRequest.of(FROM, TO, AMOUNT).withId(request.id()));
        assertThat(request.id().version()).isEqualTo(7);
    }

    @Test
    void keepsExtentAndConditionThroughEveryCopy() {
        UUID id = UUID.randomUUID();
        LeastBalance least = new LeastBalance(TO, Money.parse("EUR -5.00"));

        assertThat(TransferRequest.upTo(FROM, TO, AMOUNT)
                        .withLeastBalance(TO, least.balance())
                        .withReference("order 4711")
                        .withId(id))
                .isEqualTo(new TransferRequest(id, FROM, TO, AMOUNT, "order 4711", Extent.UP_TO, least));
    }

    @Test
    void refusesALeastBalanceThatCanNeverBeRight() {
        TransferRequest request = TransferRequest.of(FROM, TO, AMOUNT);

        assertThatThrownBy(() -> request.withLeastBalance(null, AMOUNT)).hasMessage("accountId must not be null");
        assertThatThrownBy(() -> request.withLeastBalance(FROM, null)).hasMessage("balance must not be null");
        assertThatThrownBy(() -> request.withLeastBalance(FROM, Money.parse("EUR 92233720368547758.08")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("balance must fit into 64 bits of minor units, but is EUR 92233720368547758.08");
        assertThatThrownBy(() -> new TransferRequest(request.id(), FROM, TO, AMOUNT, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("extent must not be null");
    }
}
