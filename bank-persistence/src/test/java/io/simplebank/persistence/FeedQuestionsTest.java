package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferEvent;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The feed asks several questions, and anything may happen between two of them. */
@Tag("server")
class FeedQuestionsTest {

    private final TestDatabase database = TestDatabase.create();

    /** What happens before each of the statements to come. */
    private final Deque<Runnable> meanwhile = new ArrayDeque<>();

    private UnaryOperator<String> rewriting = UnaryOperator.identity();

    private final StatementInspector inspector = sql -> {
        Runnable next = meanwhile.poll();
        if (next != null) {
            next.run();
        }
        return rewriting.apply(sql);
    };

    private final EntityManagerFactory inspected = factory("inspected", inspector);
    private final EntityManagerFactory factory = factory("writers", (StatementInspector) sql -> sql);
    private final Bank reader = Bank.using(inspected).open();
    private final Bank writer = Bank.using(factory).open();
    private final EntityManager late = factory.createEntityManager();
    private final Scene scene = new Scene(writer.transfers(), writer.accounts(), database.dataSource());
    private final UUID world = scene.world();
    private final UUID alice = scene.empty();
    private final UUID otherWorld = scene.world();
    private final UUID bob = scene.empty();

    private EntityManagerFactory factory(String name, StatementInspector statements) {
        return new HibernatePersistenceConfiguration(name)
                .managedClasses(PersistenceUnit.ENTITIES)
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                .property("hibernate.session_factory.statement_inspector", statements)
                .createEntityManagerFactory();
    }

    @AfterEach
    void close() {
        late.close();
        reader.close();
        writer.close();
        inspected.close();
        factory.close();
        database.close();
    }

    private List<Transfer> feed() {
        return reader.feed().read(0, 100).stream().map(TransferEvent::transfer).toList();
    }

    private Transfer post() {
        late.getTransaction().begin();
        return TransferService.joining(late).transfer(TransferRequest.of(world, alice, eur("1.00")));
    }

    private Transfer commitAnother() {
        return scene.move(otherWorld, bob, eur("1.00"));
    }

    @Test
    void whatIsNumberedAfterTheEndWasLookedForIsLeftForTheNextTime() {
        Transfer first = commitAnother();
        Transfer[] both = new Transfer[2];
        meanwhile.add(() -> {});
        meanwhile.add(
                () -> { // before the look at the writers
                    both[0] = post();
                    both[1] = commitAnother();
                });

        assertThat(feed()).doesNotContain(both[1]);
        assertThat(meanwhile).isEmpty();
        late.getTransaction().commit();
        assertThat(feed()).containsExactly(first, both[0], both[1]);
    }

    @Test
    void whatIsCommittedWhileTheWritersAreLookedForIsThere() {
        Transfer first = post();
        Transfer second = commitAnother();
        assertThat(feed()).isEmpty();
        meanwhile.add(() -> {});
        meanwhile.add(() -> late.getTransaction().commit());

        assertThat(feed()).containsExactly(first, second);
    }

    @Test
    void whatIsCommittedAfterTheLookAtTheWritersDoesNotLetItRunAhead() {
        Transfer first = commitAnother();
        Transfer[] both = new Transfer[2];
        meanwhile.add(() -> {});
        meanwhile.add(() -> {});
        meanwhile.add(
                () -> { // before the events are read
                    both[0] = post();
                    both[1] = commitAnother();
                });

        assertThat(feed()).containsExactly(first);
        assertThat(meanwhile).isEmpty();
        assertThat(feed()).containsExactly(first);
        late.getTransaction().commit();
        assertThat(feed()).containsExactly(first, both[0], both[1]);
    }

    @Test
    void whatWasSettledOnAnotherServerIsNotTrusted() {
        Transfer first = commitAnother();
        assertThat(feed()).containsExactly(first);
        Transfer second = post();
        rewriting = sql -> sql.replace("pg_postmaster_start_time()", "timestamptz '2026-11-24 12:00:00+00'");

        // As if the transfer were another one, which the new server has under the same number, not settled yet.
        assertThat(feed()).isEmpty();
        late.getTransaction().commit();
        assertThat(feed()).containsExactly(first, second);
    }

    @Test
    void whatWasSettledOnAnotherTimelineIsNotTrusted() {
        Transfer first = commitAnother();
        assertThat(feed()).containsExactly(first);
        Transfer second = post();
        rewriting = sql -> sql.replace(
                "pg_walfile_name(pg_current_wal_insert_lsn())", "text '0000000900000000000000AA'"); // it was promoted

        assertThat(feed()).isEmpty();
        late.getTransaction().commit();
        assertThat(feed()).containsExactly(first, second);
    }

    @Test
    void whatIsReadAfterTheLedgerWentBackMeanwhileIsNotTrusted() {
        Transfer first = commitAnother();
        assertThat(feed()).containsExactly(first);
        meanwhile.add(() -> {});
        meanwhile.add(
                () -> rewriting = sql -> sql.replace("and id = ?", "and id <> ?")); // it has another transfer there

        assertThat(feed()).isEmpty();
    }

    @Test
    void refusesAStandby() {
        rewriting = sql -> sql.replace("pg_is_in_recovery()", "true");

        assertThatThrownBy(() -> reader.feed().read(0, 1))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the server is a standby");
    }
}
