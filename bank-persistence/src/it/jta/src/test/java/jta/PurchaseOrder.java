package jta;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** The application's own. */
@Entity
@Table(name = "purchase_orders")
class PurchaseOrder {

    static final String TABLE = "create table purchase_orders (id uuid primary key, state text not null)";

    @Id
    UUID id;

    String state;

    protected PurchaseOrder() {}

    PurchaseOrder(UUID id, String state) {
        this.id = id;
        this.state = state;
    }
}
