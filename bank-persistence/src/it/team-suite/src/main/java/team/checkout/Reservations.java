package team.checkout;

import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.TransferService;
import java.time.Duration;
import java.util.UUID;
import org.joda.money.Money;

/** Reserves the price of what is not in stock, and takes it when it is shipped. */
public final class Reservations {

    static final Duration PATIENCE = Duration.ofDays(7);

    private final TransferService transfers;
    private final UUID till;

    public Reservations(TransferService transfers, UUID till) {
        this.transfers = transfers;
        this.till = till;
    }

    public Hold reserve(UUID buyer, Money price) {
        return transfers.hold(TransferRequest.of(buyer, till, price), PATIENCE);
    }

    public Transfer ship(Hold reservation) {
        return transfers.capture(reservation.getId());
    }

    /** To be called now and then. */
    public void cleanUp() {
        transfers.expireHolds(1_000);
    }
}
