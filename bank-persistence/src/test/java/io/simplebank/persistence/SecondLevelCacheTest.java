package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SharedCacheMode;
import java.time.Duration;
import java.util.UUID;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.joda.money.Money;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that has switched Hibernate's second-level cache on: it may cache its own entities, and never serves stale ones of ours. */
@Tag("joining")
@ExtendWith(BankExtension.class)
class SecondLevelCacheTest {

    private final TestDatabase database;
    private final Bank bank;
    private final UUID world;
    private final UUID alice;

    SecondLevelCacheTest(TestDatabase database, Bank bank) throws Exception {
        this.database = database;
        this.bank = bank;
        PlainSql.execute(database.superuser(), PurchaseOrder.TABLE);
        world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
    }

    private EntityManagerFactory factory(SharedCacheMode mode) {
        return new HibernatePersistenceConfiguration("cached")
                .managedClasses(PersistenceUnit.ENTITIES)
                .managedClass(Hold.class)
                .managedClass(PurchaseOrder.class)
                .sharedCacheMode(mode)
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                .property("hibernate.cache.use_second_level_cache", "true")
                .property("hibernate.cache.use_query_cache", "true")
                .property("hibernate.cache.region.factory_class", new MapCache())
                .createEntityManagerFactory();
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL", "DISABLE_SELECTIVE", "ENABLE_SELECTIVE", "NONE"})
    void theLedgerIsNotCached(SharedCacheMode mode) {
        try (EntityManagerFactory factory = factory(mode)) {
            assertThat(balance(factory)).isEqualTo(eur("0.00"));
            factory.runInTransaction(entityManager ->
                    TransferService.joining(entityManager).transfer(TransferRequest.of(world, alice, eur("5.00"))));
            assertThat(balance(factory)).isEqualTo(eur("5.00"));

            bank.transfers().transfer(TransferRequest.of(world, alice, eur("5.00"))); // as another node would
            assertThat(balance(factory)).isEqualTo(eur("10.00"));
            try (Bank using = Bank.using(factory).open()) {
                assertThat(using.accounts().get(alice).getBalance()).isEqualTo(eur("10.00"));
                using.transfers().transfer(TransferRequest.of(alice, world, eur("1.00")));
            }
            assertThat(balance(factory)).isEqualTo(eur("9.00"));
        }
    }

    /** By the host's own look-up and by ours. */
    private Money balance(EntityManagerFactory factory) {
        return factory.callInTransaction(entityManager -> {
            Money found = entityManager.find(Account.class, alice).getBalance();
            assertThat(AccountService.joining(entityManager).get(alice).getBalance())
                    .isEqualTo(found);
            assertThat(factory.getCache().contains(Account.class, alice)).isFalse();
            return found;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL", "DISABLE_SELECTIVE"})
    void noneOfItsEntitiesIsButTheHostsAre(SharedCacheMode mode) {
        TransferRequest request = TransferRequest.of(world, alice, eur("5.00"));
        TransferRequest reserved = TransferRequest.of(alice, world, eur("1.00"));
        bank.transfers().transfer(request.withReference("private"));
        bank.transfers().hold(reserved, Duration.ofDays(1));
        UUID order = UUID.randomUUID();

        try (EntityManagerFactory factory = factory(mode)) {
            factory.runInTransaction(entityManager -> entityManager.persist(new PurchaseOrder(order, "paid")));
            for (int i = 0; i < 2; i++) {
                factory.runInTransaction(entityManager -> readAll(entityManager, request, reserved, order));
            }
            assertThat(factory.getCache().contains(PurchaseOrder.class, order)).isTrue();
            assertThat(factory.getCache().contains(Transfer.class, request.id()))
                    .isFalse();
            assertThat(factory.getCache().contains(Hold.class, reserved.id())).isFalse();

            bank.transfers().blankReference(request.id());
            bank.transfers().release(reserved.id());
            factory.runInTransaction(entityManager -> {
                assertThat(entityManager.find(Transfer.class, request.id()).getReference())
                        .isNull();
                assertThat(entityManager.find(Hold.class, reserved.id()).getStatus())
                        .isEqualTo(HoldStatus.RELEASED);
            });
        }
    }

    private void readAll(EntityManager entityManager, TransferRequest request, TransferRequest reserved, UUID order) {
        assertThat(entityManager.find(Transfer.class, request.id())).isNotNull();
        assertThat(entityManager.find(Hold.class, reserved.id())).isNotNull();
        assertThat(entityManager.find(PurchaseOrder.class, order)).isNotNull();
    }
}
