package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The transactions of a bank run at the level that was set: a constraint in the database looks at it. */
@Tag("server")
@ExtendWith(BankExtension.class)
class IsolationTest {

    private static final String CHECK = """
            alter table bank.transfers add constraint isolation_is_as_set
            check (current_setting('transaction_isolation') = '%s') not valid""";

    private final TestDatabase database;
    private final Scene scene;
    private final UUID empty;
    private final UUID world;
    private final EntityManagerFactory factory;

    IsolationTest(TestDatabase database, Bank any, EntityManagerFactory factory) {
        this.database = database;
        this.factory = factory;
        scene = new Scene(any.transfers(), any.accounts(), database.dataSource());
        empty = scene.empty();
        world = scene.world();
    }

    @AfterEach
    void dropTheConstraint() throws Exception {
        PlainSql.execute(
                database.superuser(), "alter table bank.transfers drop constraint if exists isolation_is_as_set");
    }

    @ParameterizedTest
    @EnumSource
    void everyTransactionRunsAtTheLevelThatWasSet(Opening opening) throws Exception {
        for (IsolationLevel level : IsolationLevel.values()) {
            try (Opened opened = opening.on(database.url(), builder -> builder.isolation(level))) {
                TransferService transfers = opened.bank().transfers();
                TransferRequest unfunded = TransferRequest.of(empty, world, eur("1.00"));
                TransferRequest request = TransferRequest.of(world, empty, eur("1.00"));
                PlainSql.execute(database.superuser(), CHECK.formatted(level.sql()));

                // Its rollback takes nothing away that was set.
                scene.refused(InsufficientFundsException.class, () -> transfers.transfer(unfunded));
                transfers.transfer(request);
                transfers.transfer(TransferRequest.of(empty, world, eur("1.00")));

                dropTheConstraint();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whichIsReadCommittedByDefault(Opening opening) throws Exception {
        try (Opened opened = opening.on(database.url(), builder -> builder)) {
            TransferRequest request = TransferRequest.of(world, empty, eur("1.00"));

            PlainSql.execute(database.superuser(), CHECK.formatted("serializable"));
            scene.refused(
                    PostingRefusedException.class,
                    () -> opened.bank().transfers().transfer(request));
            dropTheConstraint();

            PlainSql.execute(database.superuser(), CHECK.formatted("read committed"));
            opened.bank().transfers().transfer(request);
        }
    }

    /** The caller's transaction is the caller's: a joined transfer runs at its level, and leaves it so. */
    @ParameterizedTest
    @EnumSource
    void aJoinedTransferRunsAtTheLevelOfTheCallersTransaction(IsolationLevel level) throws Exception {
        PlainSql.execute(database.superuser(), CHECK.formatted(level.sql()));

        factory.runInTransaction(entityManager -> {
            entityManager
                    .createNativeQuery("set transaction isolation level " + level.sql())
                    .executeUpdate();
            TransferService.joining(entityManager).transfer(TransferRequest.of(world, empty, eur("1.00")));
            assertThat(entityManager
                            .createNativeQuery("show transaction isolation level", String.class)
                            .getSingleResult())
                    .isEqualTo(level.sql());
        });
    }
}
