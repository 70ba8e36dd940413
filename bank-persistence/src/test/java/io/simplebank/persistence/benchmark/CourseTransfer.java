package io.simplebank.persistence.benchmark;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The course's transfer, as a plain JPA developer maps it. */
@Entity
@Table(name = "transfers")
class CourseTransfer {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private long fromAccountId;
    private long toAccountId;
    private long amount;
    private Instant createdAt;

    protected CourseTransfer() {}

    CourseTransfer(long fromAccountId, long toAccountId, long amount) {
        this.fromAccountId = fromAccountId;
        this.toAccountId = toAccountId;
        this.amount = amount;
        this.createdAt = Instant.now();
    }
}
