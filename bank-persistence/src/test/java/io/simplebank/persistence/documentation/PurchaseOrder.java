package io.simplebank.persistence.documentation;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** What an application stores beside the ledger, in one persistence unit with it. */
@Entity
@Table(name = "purchase_orders")
class PurchaseOrder {

    static final String TABLE = """
            create table if not exists purchase_orders (id uuid primary key, state text not null);
            grant all on purchase_orders to public""";

    @Id
    UUID id;

    String state;

    protected PurchaseOrder() {}

    PurchaseOrder(UUID id, String state) {
        this.id = id;
        this.state = state;
    }
}
