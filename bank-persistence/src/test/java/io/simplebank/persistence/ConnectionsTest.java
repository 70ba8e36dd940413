package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However many callers move money, few connections are busy. */
@ExtendWith(BankExtension.class)
class ConnectionsTest {

    private static final int CALLERS = 32;
    private static final int ROUNDS = 20;

    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final TestDatabase database;

    ConnectionsTest(TestDatabase database) {
        this.database = database;
    }

    /** The pool, with a look at how many of its connections are given out. */
    private DataSource counting(DataSource pool) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, args) -> {
                    Object answer = call(() -> method.invoke(pool, args));
                    return answer instanceof Connection connection ? counting(connection) : answer;
                });
    }

    private Connection counting(Connection connection) {
        most.accumulateAndGet(busy.incrementAndGet(), Math::max);
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                        busy.decrementAndGet();
                    }
                    return call(() -> method.invoke(connection, args));
                });
    }

    private interface Reflected {
        Object call() throws ReflectiveOperationException;
    }

    private static Object call(Reflected target) throws Throwable {
        try {
            return target.call();
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    @Test
    void areTwoAndAThirdWhileSomebodyElseHoldsAnAccount(Bank any) throws Exception {
        Scene scene = new Scene(any.transfers(), any.accounts(), database.dataSource());
        List<UUID> worlds =
                IntStream.range(0, CALLERS).mapToObj(i -> scene.world()).toList();
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        try (HikariDataSource pool = new HikariDataSource(config);
                Bank bank = Bank.on(counting(pool))
                        .lockTimeout(Duration.ofMinutes(1))
                        .open();
                ForeignSession foreign = new ForeignSession(database.dataSource())) {
            most.set(0);
            post(bank, worlds);
            assertThat(most.get()).isBetween(1, 2);
            UUID held = scene.world();
            foreign.hold(held);
            CompletableFuture<Transfer> waiting = bank.transfers()
                    .submit(TransferRequest.of(held, scene.empty(), cents(1)))
                    .toCompletableFuture();
            foreign.awaitAWaiter();
            most.set(0);
            post(bank, worlds);
            assertThat(most.get()).isBetween(1, 3);
            foreign.release();
            waiting.join();
        }
        assertThat(busy).hasValue(0);
    }

    /** Over accounts of their own, so that nothing keeps the calls from working at the same time. */
    private static void post(Bank bank, List<UUID> worlds) throws Exception {
        Together.run(CALLERS, thread -> () -> {
            for (int i = 0; i < ROUNDS; i++) {
                bank.transfers()
                        .transfer(TransferRequest.of(
                                worlds.get(thread), worlds.get((thread + 1 + i) % CALLERS), cents(1)));
            }
            return null;
        });
    }
}
