package team.checkout;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.TransferService;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;
import org.joda.money.Money;

/** Sells articles: the order is saved and paid in one transaction, or neither happens. */
public final class Checkout {

    private final EntityManagerFactory factory;
    private final UUID till;

    public Checkout(EntityManagerFactory factory, UUID till) {
        this.factory = factory;
        this.till = till;
    }

    /** The same id again does nothing. */
    public void buy(UUID orderId, UUID buyer, String article, Money price) {
        factory.runInTransaction(entityManager -> {
            entityManager.merge(new PurchaseOrder(orderId, article));
            TransferService.joining(entityManager)
                    .transfer(TransferRequest.of(buyer, till, price).withId(orderId));
        });
    }

    public boolean hasOrder(UUID orderId) {
        return factory.callInTransaction(entityManager -> entityManager.find(PurchaseOrder.class, orderId)) != null;
    }
}
