package shop;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.TransferService;
import java.util.UUID;
import org.joda.money.Money;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class Checkout {

    static final Money PRICE = Money.parse("EUR 25.00");

    private final Orders orders;
    private final TransferService transfers;

    Checkout(Orders orders, TransferService transfers) {
        this.orders = orders;
        this.transfers = transfers;
    }

    @Transactional
    void buy(UUID orderId, UUID buyer) {
        transfers.transfer(TransferRequest.of(buyer, Tills.SHOP, PRICE)
                .withId(orderId) // the same order again moves nothing
                .withReference("order " + orderId));
        orders.save(new Order(orderId, buyer, "paid"));
    }
}
