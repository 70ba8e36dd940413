package io.simplebank.persistence.hosts;

import static io.simplebank.persistence.hosts.Customers.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.AccountService;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What an application asks of a ledger, once of each kind. Steps that fail do not keep the others from being taken. */
final class Scenario {

    private final String name;
    private final List<String> failures = new ArrayList<>();
    private final Customers customers = new Customers();

    private Scenario(String name) {
        this.name = name;
    }

    /** What fails where the bank runs its own transactions. */
    static List<String> of(String name, Bank bank) {
        Scenario scenario = new Scenario(name);
        scenario.takeAll(steps -> steps.accept(new Services(bank.transfers(), bank.accounts())));
        scenario.take(
                "audit",
                () -> assertThat(bank.audit().findings()).as("findings").isEmpty());
        scenario.take("feed", () -> assertThat(bank.feed().read(0, 10)).isNotEmpty());
        scenario.take("locks", () -> assertThat(bank.locks().describe()).isNotNull());
        return scenario.failures;
    }

    /** What fails in transactions of the application's own. */
    static List<String> joining(EntityManagerFactory factory) {
        Scenario scenario = new Scenario("joined");
        scenario.takeAll(steps -> factory.runInTransaction(entityManager -> steps.accept(joined(entityManager))));
        scenario.take("managed entities", () -> scenario.managed(factory));
        scenario.take("rollback", () -> scenario.rolledBack(factory));
        return scenario.failures;
    }

    private static Services joined(EntityManager entityManager) {
        return new Services(TransferService.joining(entityManager), AccountService.joining(entityManager));
    }

    private void takeAll(Consumer<Consumer<Services>> transactions) {
        for (Step step : Step.values()) {
            take(step.name(), () -> transactions.accept(services -> step.take(services, customers)));
        }
    }

    private void take(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | AssertionError failure) {
            Throwable root = failure;
            while (root.getCause() != null && root.getCause() != root) {
                root = root.getCause();
            }
            failures.add(name + ", " + what + ": " + failure + (root == failure ? "" : "; at first " + root));
        }
    }

    /** The application has them in its persistence context, and the rows change. */
    private void managed(EntityManagerFactory factory) {
        factory.runInTransaction(entityManager -> {
            Account managed = entityManager.find(Account.class, customers.alice);
            TransferRequest request = TransferRequest.of(customers.world, customers.alice, eur("7.00"));
            TransferService.joining(entityManager).transfer(request);
            assertThat(managed.getBalance()).isEqualTo(eur("57.00"));
            assertThat(entityManager.find(Transfer.class, request.id()).getAmount())
                    .isEqualTo(eur("7.00"));
            Entry entry = entityManager.find(Entry.class, new Entry.Key(customers.alice, managed.getPosition()));
            assertThat(entry.getBalance()).isEqualTo(eur("57.00"));
            assertThat(entry.getBookedAt()).isEqualTo(managed.getLastBookedAt());
            AccountService.joining(entityManager).freeze(customers.alice);
            assertThat(managed.getStatus().allowsDebits()).isFalse();
            AccountService.joining(entityManager).unfreeze(customers.alice);
        });
    }

    private void rolledBack(EntityManagerFactory factory) {
        TransferRequest request = TransferRequest.of(customers.alice, customers.world, eur("7.00"));
        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            TransferService transfers = TransferService.joining(entityManager);
            transfers.transfer(request);
            assertThat(transfers.find(request.id())).isPresent();
            entityManager.getTransaction().rollback();
            assertThat(transfers.find(request.id())).isEmpty();
            assertThat(AccountService.joining(entityManager)
                            .get(customers.alice)
                            .getBalance())
                    .isEqualTo(eur("57.00"));
        }
    }
}
