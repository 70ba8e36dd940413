package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Another one commits the same call in the moment between the snapshot of the caller's lock statement and its locks.
 * Nobody can repeat the caller's transaction, so no primary key may abort it.
 */
@Tag("joining")
@ExtendWith(BankExtension.class)
class JoinedReplaysTest {

    /** What a caller's lock statement waits for once it has its snapshot, while the gate is closed. */
    private static final String GATE = "where (select pg_advisory_xact_lock(4711)) is not null and ";

    /** A call, made once by the other and once by the caller. */
    enum Call {
        TRANSFER {
            @Override
            Object by(TransferService transfers, TransferRequest request, UUID reversed) {
                return transfers.transfer(request).getId();
            }
        },
        TRANSFER_ALL {
            @Override
            Object by(TransferService transfers, TransferRequest request, UUID reversed) {
                return transfers.transferAll(List.of(request)).get(0).getId();
            }
        },
        TRANSFER_EACH {
            @Override
            Object by(TransferService transfers, TransferRequest request, UUID reversed) {
                return transfers.transferEach(List.of(request)).get(0).request().id();
            }
        },
        HOLD {
            @Override
            Object by(TransferService transfers, TransferRequest request, UUID reversed) {
                return transfers.hold(request, Duration.ofDays(1)).getId();
            }
        },
        CAPTURE {
            @Override
            void before(TransferService transfers, TransferRequest request) {
                transfers.hold(request, Duration.ofDays(1));
            }

            @Override
            Object by(TransferService transfers, TransferRequest request, UUID reversed) {
                return transfers.capture(request.id()).getId();
            }
        },
        RELEASE {
            @Override
            void before(TransferService transfers, TransferRequest request) {
                transfers.hold(request, Duration.ofDays(1));
            }

            @Override
            Object by(TransferService transfers, TransferRequest request, UUID reversed) {
                return transfers.release(request.id()).getStatus();
            }
        },
        REVERSE {
            @Override
            Object by(TransferService transfers, TransferRequest request, UUID reversed) {
                return transfers.reverse(reversed).getId();
            }
        };

        void before(TransferService transfers, TransferRequest request) {}

        abstract Object by(TransferService transfers, TransferRequest request, UUID reversed);
    }

    private final TestDatabase database;
    private final Bank bank;
    private final EntityManagerFactory factory;
    private final UUID first = id("0");
    private final UUID second = id("1");
    private final UUID last = id("f");
    private volatile boolean closed;

    JoinedReplaysTest(TestDatabase database, Bank bank) {
        this.database = database;
        this.bank = bank;
        factory = new HibernatePersistenceConfiguration("replays")
                .managedClasses(PersistenceUnit.ENTITIES)
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                .property("hibernate.session_factory.statement_inspector", (StatementInspector) this::atTheGate)
                .createEntityManagerFactory();
        Stream.of(first, second, last)
                .forEach(id -> bank.accounts()
                        .open(OpenAccount.of("owner", EUR).withId(id).withoutMinimumBalance()));
    }

    private static UUID id(String digit) {
        return UUID.fromString(digit + UUID.randomUUID().toString().substring(1));
    }

    private String atTheGate(String sql) {
        return closed && sql.contains("for no key update") ? sql.replaceFirst("where (?=a\\.id = any)", GATE) : sql;
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        factory.close();
        TheBooks.areRight(database.dataSource());
    }

    @ParameterizedTest
    @EnumSource
    void theCallInOrderIsAReplay(Call call) throws Exception {
        meet(call, IsolationLevel.READ_COMMITTED, entityManager -> {});
    }

    @ParameterizedTest
    @EnumSource
    void theCallOutOfOrderIsAReplay(Call call) throws Exception {
        meet(call, IsolationLevel.READ_COMMITTED, this::lockTheLast);
    }

    private void lockTheLast(EntityManager entityManager) {
        AccountService.joining(entityManager).lock(last);
    }

    private void meet(Call call, IsolationLevel level, Consumer<EntityManager> before) throws Exception {
        TransferRequest request = TransferRequest.of(first, second, eur("1.00")).withId(UUID.randomUUID());
        UUID original = bank.transfers()
                .transfer(TransferRequest.of(second, first, eur("2.00")))
                .getId();
        call.before(bank.transfers(), request);
        try (EntityManager entityManager = begin(level);
                PlainSession gate = new PlainSession(database.dataSource())) {
            TransferService transfers = TransferService.joining(entityManager);
            before.accept(entityManager);
            gate.execute("select pg_advisory_lock(4711)");
            closed = true;
            CompletableFuture<Object> answer =
                    CompletableFuture.supplyAsync(() -> call.by(transfers, request, original), Together.A_THREAD_EACH);
            ForeignSession.awaitAWaiter(gate.connection());
            Object others = call.by(bank.transfers(), request, original);
            closed = false;
            gate.execute("select pg_advisory_unlock(4711)");

            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(others);
            assertThat(transfers.find(original)).isPresent(); // the transaction goes on
            transfers.transfer(TransferRequest.of(first, second, eur("3.00")));
            entityManager.getTransaction().commit();
        }
    }

    /** There it is nobody's fault: what the other has changed, this transaction cannot see. */
    @ParameterizedTest
    @EnumSource(names = {"REPEATABLE_READ", "SERIALIZABLE"})
    void atAStricterLevelItIsASerializationFailure(IsolationLevel level) {
        for (Call call : Call.values()) {
            Throwable failure = catchThrowable(() -> meet(call, level, this::lockTheLast));
            assertThat(SqlState.of(Objects.requireNonNull(failure)))
                    .as(call.name())
                    .isEqualTo("40001");
        }
    }

    /** The id is taken over other accounts, while those of the caller are waited for and do not change. */
    @ParameterizedTest
    @EnumSource(names = "READ_COMMITTED")
    void anIdThatWasUsedElsewhereMeanwhileIsAConflict(IsolationLevel level) throws Exception {
        UUID id = UUID.randomUUID();
        UUID elsewhere = bank.accounts().open(OpenAccount.of("owner", EUR)).getId();
        try (ForeignSession rival = new ForeignSession(database.dataSource()).hold(first);
                EntityManager entityManager = begin(level)) {
            TransferService transfers = TransferService.joining(entityManager);
            CompletableFuture<Throwable> answer = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> transfers.transfer(
                            TransferRequest.of(first, second, eur("1.00")).withId(id))),
                    Together.A_THREAD_EACH);
            rival.awaitAWaiter();
            bank.transfers()
                    .transfer(TransferRequest.of(last, elsewhere, eur("1.00")).withId(id));
            rival.release();

            assertThat(answer.get(60, TimeUnit.SECONDS)).isInstanceOf(TransferConflictException.class);
            assertThat(transfers.find(id)).isPresent();
            entityManager.getTransaction().commit();
        }
    }

    private EntityManager begin(IsolationLevel level) {
        EntityManager entityManager = factory.createEntityManager();
        entityManager.getTransaction().begin();
        entityManager
                .createNativeQuery("set transaction isolation level " + level.sql())
                .executeUpdate();
        return entityManager;
    }
}
