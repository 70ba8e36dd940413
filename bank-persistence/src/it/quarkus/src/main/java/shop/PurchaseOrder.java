package shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** The shop's own. */
@Entity
@Table(name = "purchase_orders")
public class PurchaseOrder {

    @Id
    UUID id;

    String state;

    protected PurchaseOrder() {}

    PurchaseOrder(UUID id, String state) {
        this.id = id;
        this.state = state;
    }
}
