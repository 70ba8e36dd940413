package io.simplebank.persistence.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("alone")
class ContenderTest {

    private static final Duration MOMENT = Duration.ofMillis(200);

    private final TestDatabase database = TestDatabase.createEmpty();
    private final String url = database.url();

    @AfterEach
    void dropTheDatabase() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheBooksUnderLoad(Variant variant) throws Exception {
        Schema schema = variant.schema();
        schema.create(url);
        long before = schema.transfers(url);
        long answered = 0;
        try (Contender contender = variant.open(RoundTrips.counted(url), 4)) {
            for (Workload workload : Workload.values()) {
                Measurement measurement = new Load(contender, workload).measure(4, MOMENT, MOMENT, 1);
                answered += measurement.answered();
            }
        }

        assertThat(answered).isPositive();
        assertThat(schema.transfers(url) - before).isEqualTo(answered);
        assertThat(schema.brokenRules(url)).isEmpty();
    }

    @Test
    void seesMoneyFromNowhereInTheBooksOfTheCourse() throws Exception {
        Schema.COURSE.create(url);
        Sql.execute(url, "update accounts set balance = balance + 1 where id = 7");

        assertThat(Schema.COURSE.brokenRules(url))
                .containsExactly("each account's balance is what its entries add up to");
    }

    @Test
    void seesATransferOfTheCourseWhoseEntriesAreAnothers() throws Exception {
        Schema.COURSE.create(url);
        Sql.execute(url, "select transfer(1, 2, 100)");
        Sql.execute(url, "update transfers set to_account_id = 3");

        assertThat(Schema.COURSE.brokenRules(url)).containsExactly("each transfer has left two entries");
    }

    @Test
    void seesATransferOfTheCourseThatMovedNothing() throws Exception {
        Schema.COURSE.create(url);
        Sql.execute(url, "insert into transfers (from_account_id, to_account_id, amount) values (1, 2, 100)");

        assertThat(Schema.COURSE.brokenRules(url)).containsExactly("there are twice as many entries as transfers");
    }

    @Test
    void seesASingleEntryOfTheCourse() throws Exception {
        Schema.COURSE.create(url);
        Sql.execute(url, "insert into entries (account_id, amount) values (1, 100)");

        assertThat(Schema.COURSE.brokenRules(url))
                .contains("the entries sum to zero", "there are twice as many entries as transfers");
    }

    @Test
    void seesMoneyFromNowhereInTheLedger() throws Exception {
        Schema.LEDGER.create(url);
        Sql.execute(url, """
                set session_replication_role = replica;
                update bank.accounts set balance = balance + 1 where owner = 'world'""");

        assertThat(Schema.LEDGER.brokenRules(url)).hasSize(2);
    }
}
