package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.UUID;
import org.hibernate.Session;
import org.joda.money.Money;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What containers inject: a proxy that is a {@link Session}, though not Hibernate's own, and that looks for the session of
 * the transaction at every call. See Spring's {@code SharedEntityManagerCreator}.
 */
@Tag("joining")
@ExtendWith(BankExtension.class)
class SharedEntityManagerTest {

    private final ThreadLocal<EntityManager> transactional = new ThreadLocal<>();
    private final EntityManagerFactory factory;
    private final EntityManager shared;
    private final TransferService transfers;
    private final AccountService accounts;
    private final UUID world;
    private final UUID alice;

    SharedEntityManagerTest(EntityManagerFactory factory, Bank bank) {
        this.factory = factory;
        InvocationHandler handler = (proxy, method, args) -> {
            EntityManager target = transactional.get();
            switch (method.getName()) {
                case "unwrap" -> {
                    if (((Class<?>) args[0]).isInstance(proxy)) {
                        return proxy;
                    }
                    if (target == null) {
                        throw new IllegalStateException("No transactional EntityManager available");
                    }
                }
                case "isJoinedToTransaction" -> {
                    return false; // so does Spring's, for the first call on a session that a request keeps open
                }
                case "isOpen" -> {
                    return true;
                }
                case "getEntityManagerFactory" -> {
                    return factory;
                }
                default -> {}
            }
            try {
                return method.invoke(target, args);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
        };
        shared = (EntityManager)
                Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {Session.class}, handler);
        transfers = TransferService.joining(shared);
        accounts = AccountService.joining(shared);
        world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
    }

    @Test
    void movesMoneyInTheTransactionThatItFinds() {
        TransferRequest request = TransferRequest.of(world, alice, Money.parse("EUR 10.00"));
        inTransaction(() -> {
            Account managed = shared.find(Account.class, alice);
            transfers.transfer(request);
            assertThat(managed.getBalance()).isEqualTo(Money.parse("EUR 10.00"));
            assertThat(accounts.entries(alice, 0, 10)).hasSize(1);
        });
        Transfer stored = factory.callInTransaction(own -> own.find(Transfer.class, request.id()));
        assertThat(stored).isNotNull();
    }

    @Test
    void readsOutsideATransactionToo() {
        assertThat(accounts.find(alice)).isPresent();
        assertThat(accounts.get(alice).getBalance()).isEqualTo(Money.parse("EUR 0.00"));
        assertThat(accounts.entries(alice, 0, 10)).isEmpty();
        assertThat(transfers.find(alice)).isEmpty();
    }

    @Test
    void refusesToMoveMoneyOutsideATransaction() {
        assertThatThrownBy(() -> transfers.transfer(TransferRequest.of(world, alice, Money.parse("EUR 10.00"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is no transaction to join");
    }

    private void inTransaction(Runnable work) {
        factory.runInTransaction(entityManager -> {
            transactional.set(entityManager);
            try {
                work.run();
            } finally {
                transactional.remove();
            }
        });
    }
}
