package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.TransferEvent;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.PlainPosting.Move;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever posts, in whatever kind of transaction, each consumer gets every transfer exactly once, in the same order. */
@Tag("server")
@ExtendWith(BankExtension.class)
class FeedStressTest {

    private static final int ROUNDS = 150;
    private static final int WRITERS = 6;
    private static final int CONSUMERS = 2;
    private static final long SEED = 20261124;

    private final Bank bank;
    private final EntityManagerFactory factory;
    private final DataSource dataSource;
    private final List<UUID> accounts;
    private final AtomicInteger writing = new AtomicInteger(WRITERS);

    /** Advances whenever the feed has been read. */
    private final Phaser polled = new Phaser(1);

    FeedStressTest(Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        this.bank = bank;
        this.factory = factory;
        this.dataSource = dataSource;
        Scene scene = new Scene(bank.transfers(), bank.accounts(), dataSource);
        accounts = IntStream.range(0, 6).mapToObj(i -> scene.world()).toList();
    }

    @Test
    void nothingIsMissedNothingComesTwiceAndAllSeeOneOrder() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        try (HikariDataSource pool = new HikariDataSource(config);
                Bank other = Bank.on(pool).open()) {
            List<List<TransferEvent>> read = Together.run(WRITERS + CONSUMERS, thread -> switch (thread) {
                case 0, 1 -> writer(() -> own(bank, new Random(SEED + thread)));
                case 2 -> writer(() -> own(other, new Random(SEED + thread)));
                case 3, 4 -> writer(() -> joined(new Random(SEED + thread)));
                case 5 -> writer(() -> plain(new Random(SEED + thread)));
                case 6 -> () -> consume(bank);
                default -> () -> consume(other);
            });

            List<TransferEvent> first = read.get(WRITERS);
            assertThat(read.get(WRITERS + 1)).as("seed " + SEED).isEqualTo(first);
            try (PlainSession session = new PlainSession(dataSource)) {
                List<String> stored =
                        session.column("select feed_position || ' ' || id from bank.transfers order by feed_position");
                assertThat(stored).hasSizeGreaterThan(4 * ROUNDS);
                assertThat(first.stream()
                                .map(event -> event.position() + " "
                                        + event.transfer().getId()))
                        .as("seed " + SEED)
                        .isEqualTo(stored);
                assertThatEachAccountIsInOrder(session, first);
            }
        }
    }

    private static void assertThatEachAccountIsInOrder(PlainSession session, List<TransferEvent> events)
            throws Exception {
        Map<String, List<String>> byAccount = new HashMap<>();
        for (TransferEvent event : events) {
            String id = event.transfer().getId().toString();
            for (UUID account : List.of(
                    event.transfer().getFromAccountId(), event.transfer().getToAccountId())) {
                byAccount
                        .computeIfAbsent(account.toString(), unknown -> new ArrayList<>())
                        .add(id);
            }
        }
        for (Map.Entry<String, List<String>> account : byAccount.entrySet()) {
            assertThat(session.column("select transfer_id from bank.entries where account_id = '" + account.getKey()
                            + "' order by position"))
                    .as("seed " + SEED)
                    .isEqualTo(account.getValue());
        }
    }

    private Callable<List<TransferEvent>> writer(Callable<List<TransferEvent>> work) {
        return () -> {
            try {
                return work.call();
            } finally {
                writing.decrementAndGet();
            }
        };
    }

    private TransferRequest request(Random random) {
        int from = random.nextInt(accounts.size());
        int to = (from + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
        return TransferRequest.of(accounts.get(from), accounts.get(to), cents(1));
    }

    private List<TransferEvent> own(Bank its, Random random) {
        for (int i = 0; i < ROUNDS; i++) {
            its.transfers()
                    .transferAll(IntStream.rangeClosed(0, random.nextInt(3))
                            .mapToObj(n -> request(random))
                            .toList());
        }
        return List.of();
    }

    /** Some are rolled back; some stay open until the feed has been read while they were. */
    private List<TransferEvent> joined(Random random) {
        for (int i = 0; i < ROUNDS; i++) {
            try (EntityManager entityManager = factory.createEntityManager()) {
                entityManager.getTransaction().begin();
                TransferService transfers = TransferService.joining(entityManager);
                transfers.transfer(request(random));
                if (random.nextInt(4) == 0) {
                    awaitAPoll();
                }
                if (random.nextInt(3) == 0) {
                    entityManager.getTransaction().rollback();
                } else {
                    entityManager.getTransaction().commit();
                }
            }
        }
        return List.of();
    }

    /** Two, since one may have begun before. */
    private void awaitAPoll() {
        try {
            for (int i = 0; i < 2; i++) {
                polled.awaitAdvanceInterruptibly(polled.getPhase(), 60, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | TimeoutException failure) {
            throw new AssertionError("the feed is read no more", failure);
        }
    }

    /** Over accounts of its own, which it is alone to lock. */
    private List<TransferEvent> plain(Random random) throws Exception {
        try (PlainSession session = new PlainSession(dataSource)) {
            List<UUID> own = List.of(session.open("EUR"), session.open("EUR"), session.open("EUR"));
            for (int i = 0; i < ROUNDS; i++) {
                int from = random.nextInt(3);
                session.execute("begin");
                session.execute(PlainPosting.of(
                                session,
                                List.of(
                                        new Move(own.get(from), own.get((from + 1) % 3), 1),
                                        new Move(own.get((from + 1) % 3), own.get((from + 2) % 3), 1)))
                        .sql());
                session.execute(random.nextInt(4) == 0 ? "rollback" : "commit");
            }
        }
        return List.of();
    }

    private List<TransferEvent> consume(Bank its) {
        List<TransferEvent> events = new ArrayList<>();
        long position = 0;
        while (true) {
            boolean last = writing.get() == 0; // before the read: then all is there to be read
            List<TransferEvent> next = its.feed().read(position, 50);
            synchronized (polled) {
                polled.arrive(); // one at a time, as it has one party
            }
            if (next.isEmpty()) {
                if (last) {
                    return events;
                }
                continue;
            }
            events.addAll(next);
            position = next.get(next.size() - 1).position();
        }
    }
}
