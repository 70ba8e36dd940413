package team.checkout;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** What the shop writes down itself; the ledger knows nothing of it. */
@Entity
@Table(name = "purchase_orders")
public class PurchaseOrder {

    @Id
    private UUID id;

    private String article;

    protected PurchaseOrder() {}

    PurchaseOrder(UUID id, String article) {
        this.id = id;
        this.article = article;
    }
}
