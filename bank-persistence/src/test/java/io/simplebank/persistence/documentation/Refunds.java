package io.simplebank.persistence.documentation;

import io.simplebank.domain.Transfer;
import io.simplebank.persistence.TransferService;
import java.util.UUID;
import org.joda.money.Money;

/** The recipe of refunds. */
record Refunds(TransferService transfers) {

    /** All of it, once: who clicks twice gets the same reversal. */
    Transfer inFull(UUID orderId) {
        return transfers.reverse(orderId);
    }

    /** One of many parts; the id is that of your record of this return. */
    Transfer ofPart(UUID orderId, Money part, UUID returnId) {
        return transfers.reverse(orderId, part, returnId);
    }
}
