package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Notes the database wherever one can be injected, and demands the same one everywhere within a test. */
abstract class Noted {

    /** What each method was given, by its name. */
    static final Map<String, String> GIVEN = new ConcurrentHashMap<>();

    private final String inConstructor;
    private String inBeforeEach = "";

    Noted(TestDatabase database) {
        inConstructor = database.url();
    }

    @BeforeEach
    void note(TestDatabase database) {
        inBeforeEach = database.url();
    }

    @AfterEach
    void check(TestDatabase database, TestInfo test) {
        assertThat(List.of(inConstructor, inBeforeEach)).containsOnly(database.url());
        GIVEN.put(getClass() + test.getDisplayName(), database.url());
    }

    @Test
    void one(Bank bank) {
        assertThat(bank.accounts().list(0, 1)).isEmpty();
    }

    @RepeatedTest(2)
    void repeated() {
        assertThat(inBeforeEach).isNotEmpty();
    }
}
