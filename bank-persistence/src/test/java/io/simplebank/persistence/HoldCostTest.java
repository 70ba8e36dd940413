package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done to a hold costs the same however many others are pending on its account, counted by PostgreSQL. */
@ExtendWith(BankExtension.class)
class HoldCostTest {

    private static final int PENDING = 50_000;

    private static EntityManagerFactory factory;
    private static UUID quiet;
    private static UUID crowded;
    private static UUID shop;

    private enum Operation {
        HOLD((transfers, id) -> {}),
        CAPTURE(TransferService::capture),
        CAPTURE_IN_PART((transfers, id) -> transfers.capture(id, cents(1))),
        RELEASE(TransferService::release),
        BLANK(TransferService::blankReference);

        private final BiConsumer<TransferService, UUID> call;

        Operation(BiConsumer<TransferService, UUID> call) {
            this.call = call;
        }

        /** The pages that it took; a hold is placed before it. */
        long pages(UUID from) {
            TransferRequest request = TransferRequest.of(from, shop, cents(100)).withReference("order 4711");
            return Effort.of(factory, entityManager -> place(entityManager, request))
                                    .pages()
                            * (this == HOLD ? 1 : 0)
                    + Effort.of(factory, entityManager -> {
                                place(entityManager, request); // a replay
                                call.accept(TransferService.joining(entityManager), request.id());
                            })
                            .pages();
        }

        private static void place(EntityManager entityManager, TransferRequest request) {
            TransferService.joining(entityManager).hold(request, Duration.ofHours(1));
        }
    }

    @BeforeAll
    static void makeACrowd(TestDatabase database) throws SQLException {
        factory = Effort.onOneConnection(database.url());
        try (PlainSession session = new PlainSession(database.dataSource())) {
            quiet = session.open("EUR");
            crowded = session.open("EUR");
            shop = session.open("EUR");
        }
        for (Operation operation : Operation.values()) { // plans are made while the tables are small, and kept
            for (int i = 0; i < 10; i++) {
                operation.pages(quiet);
            }
        }
        PlainSql.execute(database.superuser(), """
                with placed as (
                  insert into bank.holds
                  select gen_random_uuid(), '%1$s', '%2$s', 1, 0, now(), now() + interval '1 day', null, 'EUR', 'PENDING'
                  from generate_series(1, %3$d)
                )
                update bank.accounts set held = held + %3$d, version = version + 1 where id = '%1$s'""".formatted(crowded, shop, PENDING));
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @ParameterizedTest
    @EnumSource
    void costsNoMoreWhenManyAreToBeHad(Operation operation) {
        long alone = operation.pages(quiet);
        long inACrowd = operation.pages(crowded);

        assertThat(inACrowd).as("where alone it took %d pages", alone).isLessThanOrEqualTo(alone * 6 / 5);
    }
}
