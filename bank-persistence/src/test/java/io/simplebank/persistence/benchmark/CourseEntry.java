package io.simplebank.persistence.benchmark;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The course's entry, as a plain JPA developer maps it. */
@Entity
@Table(name = "entries")
class CourseEntry {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private long accountId;
    private long amount;
    private Instant createdAt;

    protected CourseEntry() {}

    CourseEntry(long accountId, long amount) {
        this.accountId = accountId;
        this.amount = amount;
        this.createdAt = Instant.now();
    }
}
