package io.simplebank.persistence.benchmark;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The course's account, as a plain JPA developer maps it. */
@Entity
@Table(name = "accounts")
class CourseAccount {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String owner;
    private long balance;
    private String currency;
    private Instant createdAt;

    protected CourseAccount() {}

    void add(long amount) {
        balance += amount;
    }
}
