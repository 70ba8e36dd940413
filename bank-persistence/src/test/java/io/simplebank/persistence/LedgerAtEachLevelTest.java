package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ledger is right at each isolation level; what the stricter ones refuse is repeated, a bounded number of times. */
@ExtendWith(BankExtension.class)
class LedgerAtEachLevelTest {

    private static final int THREADS = 8;
    private static final int TRANSFERS = 200;
    private static final int ATTEMPTS = 100;

    private final TestDatabase database;
    private final AtomicInteger rollbacks = new AtomicInteger();

    LedgerAtEachLevelTest(TestDatabase database) {
        this.database = database;
    }

    @ParameterizedTest
    @EnumSource
    void randomTransfersOfTwoBanksAreEachMadeOnce(IsolationLevel level) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("LedgerAtEachLevelTest: -Dseed=" + seed);
        try (HikariDataSource pool = pool();
                Bank one = bank(pool, level);
                Bank two = bank(pool, level)) {
            List<UUID> accounts = IntStream.range(0, 4)
                    .mapToObj(i -> one.accounts()
                            .open(OpenAccount.of("owner " + i, EUR).withoutMinimumBalance())
                            .getId())
                    .toList();
            long before = TheBooks.transfers(database.dataSource());
            rollbacks.set(0);

            List<Set<UUID>> acknowledged = Together.run(THREADS, thread -> () -> {
                Random random = new Random(seed + thread);
                TransferService transfers = (thread % 2 == 0 ? one : two).transfers();
                Set<UUID> ids = new HashSet<>();
                for (int i = thread; i < TRANSFERS; i += THREADS) {
                    int other = 1 + random.nextInt(accounts.size() - 1);
                    boolean out = random.nextBoolean(); // the first account has part in each
                    ids.add(transfers
                            .transfer(TransferRequest.of(
                                    accounts.get(out ? 0 : other),
                                    accounts.get(out ? other : 0),
                                    cents(1 + random.nextInt(100))))
                            .getId());
                }
                return ids;
            });

            assertThat(acknowledged.stream().flatMap(Set::stream))
                    .hasSize(TRANSFERS)
                    .doesNotHaveDuplicates()
                    .allMatch(id -> two.transfers().find(id).isPresent());
            assertThat(TheBooks.transfers(database.dataSource()) - before).isEqualTo(TRANSFERS);
            TheBooks.areRight(database.dataSource());
            assertThat(one.audit().findings()).isEmpty();
            assertThat(rollbacks.get())
                    .as("who has waited for a lock is refused at the stricter levels, and tries again")
                    .isBetween(level == IsolationLevel.READ_COMMITTED ? 0 : 1, TRANSFERS * (ATTEMPTS - 1));
        }
    }

    private Bank bank(DataSource pool, IsolationLevel level) {
        return Bank.on(countingRollbacks(pool))
                .isolation(level)
                .attempts(ATTEMPTS)
                .open();
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        return new HikariDataSource(config);
    }

    private DataSource countingRollbacks(DataSource pool) {
        return proxy(
                DataSource.class,
                pool,
                answer -> answer instanceof Connection connection
                        ? proxy(Connection.class, connection, any -> any)
                        : answer);
    }

    private interface Answering {
        Object answer(Object answer);
    }

    private <T> T proxy(Class<T> type, T target, Answering answering) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getName().equals("rollback")) {
                rollbacks.incrementAndGet();
            }
            try {
                return answering.answer(method.invoke(target, args));
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }));
    }
}
