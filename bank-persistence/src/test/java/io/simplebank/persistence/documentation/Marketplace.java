package io.simplebank.persistence.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.TransferService;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.joda.money.Money;

/** The recipe of a marketplace with a fee and an escrow. */
record Marketplace(TransferService transfers, UUID escrow, UUID fees, UUID settlement) {

    private static final BigDecimal FEE = new BigDecimal("0.10");

    /** The buyer's money is reserved: nobody has it yet. */
    Hold order(UUID orderId, UUID buyer, Money price) {
        return transfers.hold(TransferRequest.of(buyer, escrow, price).withId(orderId), Duration.ofDays(14));
    }

    Hold cancel(UUID orderId) {
        return transfers.release(orderId);
    }

    /** The goods are on their way: the money is the buyer's no longer, and not the seller's yet. */
    Transfer ship(UUID orderId) {
        return transfers.capture(orderId);
    }

    /** The buyer has the goods: seller and marketplace share, both or neither. */
    List<Transfer> deliver(UUID orderId, UUID seller) {
        Money price = transfers.find(orderId).orElseThrow().getAmount();
        Money fee = price.multipliedBy(FEE, RoundingMode.HALF_UP);
        return transfers.transferAll(List.of(
                TransferRequest.of(escrow, seller, price.minus(fee)).withId(derived(orderId, "proceeds")),
                TransferRequest.of(escrow, fees, fee).withId(derived(orderId, "fee"))));
    }

    /** Pays out what the seller has, be it less than was asked for. */
    Transfer payOut(UUID payoutId, UUID seller, Money atMost) {
        return transfers.transfer(
                TransferRequest.upTo(seller, settlement, atMost).withId(payoutId));
    }

    private static UUID derived(UUID orderId, String purpose) {
        return UUID.nameUUIDFromBytes((orderId + purpose).getBytes(UTF_8));
    }
}
