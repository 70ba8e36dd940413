package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferEvent;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transfer that was numbered earlier and committed later than another: whom it escapes, and whom it does not. */
@Tag("server")
@ExtendWith(BankExtension.class)
class FeedLateCommitTest {

    private final TestDatabase database;
    private final Bank bank;
    private final EntityManager entityManager;
    private final Scene scene;
    private final UUID world;
    private final UUID alice;
    private final UUID otherWorld;
    private final UUID bob;
    private final long before;

    FeedLateCommitTest(TestDatabase database, Bank bank, EntityManagerFactory factory) {
        this.database = database;
        this.bank = bank;
        entityManager = factory.createEntityManager();
        scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
        world = scene.world();
        alice = scene.empty();
        otherWorld = scene.world();
        bob = scene.empty();
        List<TransferEvent> events = bank.feed().read(0, Integer.MAX_VALUE);
        before = events.isEmpty() ? 0 : events.get(events.size() - 1).position();
    }

    @AfterEach
    void close() {
        if (entityManager.getTransaction().isActive()) {
            entityManager.getTransaction().rollback();
        }
        entityManager.close();
    }

    private List<Transfer> feed() {
        return bank.feed().read(before, 1_000).stream()
                .map(TransferEvent::transfer)
                .toList();
    }

    /** Posted and not committed. */
    private Transfer late() {
        if (!entityManager.getTransaction().isActive()) {
            entityManager.getTransaction().begin();
        }
        return TransferService.joining(entityManager).transfer(TransferRequest.of(world, alice, eur("1.00")));
    }

    /** Posted by somebody else, over other accounts, and committed. */
    private Transfer early() {
        return scene.move(otherWorld, bob, eur("1.00"));
    }

    /** Whichever column of the transfer: its id is of the caller's clock, its time of the bank's, its number drawn. */
    @ParameterizedTest
    @ValueSource(strings = {"id", "booked_at", "feed_position"})
    void escapesWhoeverAsksForWhatIsBehindTheLastThatHeSawButNotTheFeed(String column) throws Exception {
        bank.transfers().transfer(TransferRequest.of(world, alice, eur("1.00")));
        try (PlainReader plain = new PlainReader(database, column)) {
            assertThat(plain.readOn()).isNotEmpty();
            long position = bank.feed().read(before, 1).get(0).position();

            Transfer late = late();
            Transfer early = early();
            assertThat(plain.readOn()).containsExactly(early.getId());
            assertThat(bank.feed().read(position, 10)).isEmpty();

            entityManager.getTransaction().commit();
            assertThat(plain.readOn()).isEmpty(); // now, and for ever
            assertThat(bank.feed().read(position, 10))
                    .extracting(TransferEvent::transfer)
                    .containsExactly(late, early);
        }
    }

    @Test
    void holdsUpWhatCameBehindItOnly() {
        Transfer first = early();
        assertThat(feed()).containsExactly(first);

        Transfer late = late();
        Transfer second = early();
        assertThat(feed()).containsExactly(first);

        entityManager.getTransaction().commit();
        assertThat(feed()).containsExactly(first, late, second);
    }

    @Test
    void holdsNothingUpAnyMoreOnceItIsRolledBack() {
        late();
        Transfer early = early();
        assertThat(feed()).isEmpty();

        entityManager.getTransaction().rollback();
        assertThat(feed()).containsExactly(early);
    }

    /** So that writers who come and go do not hold it up for ever. */
    @Test
    void isWaitedForAndNobodyWhoBeganLater(EntityManagerFactory factory) {
        Transfer late = late();
        Transfer early = early();
        assertThat(feed()).isEmpty();

        try (EntityManager next = factory.createEntityManager()) {
            next.getTransaction().begin();
            UUID carol = scene.empty();
            UUID thirdWorld = scene.world();
            Transfer later = TransferService.joining(next).transfer(TransferRequest.of(thirdWorld, carol, eur("1.00")));
            entityManager.getTransaction().commit();
            assertThat(feed()).containsExactly(late, early);

            next.getTransaction().commit();
            assertThat(feed()).containsExactly(late, early, later);
        }
    }

    /**
     * By transaction ids one could not tell: the late one has the higher id, and as long as none above it has ended,
     * PostgreSQL's snapshots do not name it.
     */
    @Test
    void holdsUpOneThatBeganBeforeIt(EntityManagerFactory factory) {
        try (EntityManager first = factory.createEntityManager()) {
            first.getTransaction().begin();
            AccountService.joining(first).lock(otherWorld, bob); // has a transaction id from here on
            Transfer late = late();
            Transfer early = TransferService.joining(first).transfer(TransferRequest.of(otherWorld, bob, eur("1.00")));
            first.getTransaction().commit();
            assertThat(feed()).isEmpty();
            assertThat(feed()).isEmpty();

            entityManager.getTransaction().commit();
            assertThat(feed()).containsExactly(late, early);
        }
    }

    /** Plain SQL that has drawn its number, and has not written the row yet. */
    @Test
    void holdsUpOthersBeforeItsRowIsWritten() throws Exception {
        try (TestDatabase own = TestDatabase.create();
                Bank itsBank = Bank.on(own.dataSource()).open();
                PlainSession gate = new PlainSession(own.superuser());
                PlainSession writer = new PlainSession(own.superuser());
                ForeignSession observer = new ForeignSession(own.superuser())) {
            Scene there = new Scene(itsBank.transfers(), itsBank.accounts(), own.dataSource());
            UUID from = there.world();
            UUID to = there.empty();
            there.move(from, to, eur("1.00"));
            long position = itsBank.feed().read(0, 1).get(0).position();
            gate.execute("""
                    create function wait_at_the_gate() returns trigger language plpgsql as
                    'begin perform pg_advisory_xact_lock_shared(4711); return new; end';
                    create trigger gate before insert on bank.transfers for each row when (new.reference = 'late')
                    execute function wait_at_the_gate();
                    select pg_advisory_lock(4711)""");
            PlainPosting posting = PlainPosting.of(writer, writer.open("EUR"), writer.open("EUR"), 1);
            posting.transfers.get(0).put("reference", "late");
            CompletableFuture<Integer> late = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return writer.execute(posting.sql());
                        } catch (Exception failure) {
                            throw new IllegalStateException(failure);
                        }
                    },
                    Together.A_THREAD_EACH);
            observer.awaitAWaiter();
            Transfer early = there.move(from, to, eur("1.00"));
            assertThat(itsBank.feed().read(position, 10)).isEmpty();

            gate.execute("select pg_advisory_unlock(4711)");
            late.get(60, TimeUnit.SECONDS);
            assertThat(itsBank.feed().read(position, 10))
                    .extracting(event -> event.transfer().getId())
                    .containsExactly((UUID) posting.transfers.get(0).get("id"), early.getId());
        }
    }

    /** What everybody writes first. */
    private static final class PlainReader implements AutoCloseable {

        private final PlainSession session;
        private final String column;

        PlainReader(TestDatabase database, String column) throws SQLException {
            session = new PlainSession(database.dataSource());
            this.column = column;
            session.execute("create temporary table last_seen (id uuid, booked_at timestamptz, feed_position bigint)");
            session.execute("insert into last_seen select id, booked_at, feed_position from bank.transfers order by "
                    + column + " desc offset 1 limit 1");
            session.execute("insert into last_seen select '00000000-0000-0000-0000-000000000000', '-infinity', 0"
                    + " where not exists (select from last_seen)");
        }

        List<UUID> readOn() throws SQLException {
            List<String> found = session.column(
                    "select t.id from bank.transfers t, last_seen l where t.%1$s > l.%1$s order by t.%1$s"
                            .formatted(column));
            session.execute("update last_seen l set %1$s = t.%1$s from bank.transfers t where t.%1$s > l.%1$s"
                            .formatted(column)
                    + " and not exists (select from bank.transfers later where later.%1$s > t.%1$s)".formatted(column));
            return found.stream().map(UUID::fromString).toList();
        }

        @Override
        public void close() throws SQLException {
            session.close();
        }
    }
}
