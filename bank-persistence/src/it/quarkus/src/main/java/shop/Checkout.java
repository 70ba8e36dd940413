package shop;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.TransferService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.joda.money.Money;

/** Marks the order paid and moves the money, or neither. */
@ApplicationScoped
public class Checkout {

    private final EntityManager entityManager;
    private final TransferService transfers;

    Checkout(EntityManager entityManager, TransferService transfers) {
        this.entityManager = entityManager;
        this.transfers = transfers;
    }

    @Transactional
    public void pay(UUID order, UUID buyer, UUID seller, Money price) {
        entityManager.persist(new PurchaseOrder(order, "paid"));
        transfers.transfer(TransferRequest.of(buyer, seller, price).withId(order));
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void payWhateverBecomesOfTheRest(UUID order, UUID buyer, UUID seller, Money price) {
        pay(order, buyer, seller, price);
    }
}
