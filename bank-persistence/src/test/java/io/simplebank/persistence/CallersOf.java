package io.simplebank.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Callers who join: services where each call gets an entity manager and a transaction of its own, begun and committed
 * here, around the library.
 *
 * <p>It commits after a refusal too. That is what a refusal promises: the transaction is usable, and nothing was written
 * that a rollback would have to hide. Only what Jakarta Persistence has marked for rollback is rolled back.
 */
final class CallersOf {

    private final EntityManagerFactory factory;
    private final @Nullable String preface;

    CallersOf(EntityManagerFactory factory) {
        this(factory, null);
    }

    /**
     * @param preface SQL that begins every transaction, {@code set local lock_timeout} for instance
     */
    CallersOf(EntityManagerFactory factory, @Nullable String preface) {
        this.factory = factory;
        this.preface = preface;
    }

    TransferService transfers() {
        return eachCallIn(TransferService.class, TransferService::joining);
    }

    AccountService accounts() {
        return eachCallIn(AccountService.class, AccountService::joining);
    }

    private <S> S eachCallIn(Class<S> type, Function<EntityManager, S> joining) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            try (EntityManager entityManager = factory.createEntityManager()) {
                EntityTransaction transaction = entityManager.getTransaction();
                transaction.begin();
                try {
                    if (preface != null) {
                        entityManager.createNativeQuery(preface).executeUpdate();
                    }
                    return method.invoke(joining.apply(entityManager), args);
                } catch (InvocationTargetException refused) {
                    throw refused.getCause();
                } finally {
                    if (transaction.getRollbackOnly()) {
                        transaction.rollback();
                    } else {
                        transaction.commit();
                    }
                }
            }
        }));
    }
}
