package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.TestDatabase;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** What a node does when another version of the library migrates the schema under it. */
class RollingUpgradeTest {

    /** As the next version's migration would: a changeset that adds a table, and the line in the history. */
    private static final String NEXT_VERSION = """
            create table bank.something_new (id uuid primary key);
            insert into public.simplebank_changelog (id, author, filename, dateexecuted, orderexecuted, exectype)
            values ('99-something-new', 'simplebank', 'META-INF/simplebank/changes/99-something-new.sql', now(), 99, 'EXECUTED')""";

    @Test
    void nodesThatRunGoOnAndNodesThatStartAreRefused() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                Bank running = Bank.at(database.url()).open()) {
            UUID world = running.accounts()
                    .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                    .getId();
            UUID alice = running.accounts().open(OpenAccount.of("alice", EUR)).getId();

            Sql.execute(database.superuser(), NEXT_VERSION);

            running.transfers().transfer(TransferRequest.of(world, alice, Money.parse("EUR 1.00")));
            assertThat(running.audit().isClean()).isTrue();
            assertThatThrownBy(() -> Bank.at(database.url()).open())
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("newer")
                    .hasMessageContaining("99-something-new");
        }
    }

    @Test
    void theNewVersionDoesNotStartOnTheOldSchemaUnlessItMigrates() {
        try (TestDatabase database = TestDatabase.createEmpty()) {
            assertThatThrownBy(() -> Bank.at(database.url()).open())
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("call migrate()");

            try (Bank bank = Bank.at(database.url()).migrate().open()) {
                assertThat(bank.audit().isClean()).isTrue();
            }
        }
    }
}
