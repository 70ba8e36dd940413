package shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "orders")
class Order {

    @Id
    private UUID id;

    private UUID buyer;

    private String state;

    protected Order() {}

    Order(UUID id, UUID buyer, String state) {
        this.id = id;
        this.buyer = buyer;
        this.state = state;
    }

    String getState() {
        return state;
    }
}
