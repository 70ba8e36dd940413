package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.BankException;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** The ledger in the database and the model beside it, which must say the same whenever somebody has committed. */
final class Ledgers {

    static final List<String> NAMES = List.of("world", "till", "alice", "bob", "carol", "dave");

    private static final int COMMITS_PER_AUDIT = 10;

    private final Bank bank;
    private final PlainSession observer;
    private final List<UUID> accounts = new ArrayList<>();
    /** As it was after each commit. */
    private final List<LedgerModel> versions = new ArrayList<>();

    private final FeedFollower feed;
    private int commits;

    /** What one session has done and committed. */
    record Transaction(Actor actor, List<Deed> deeds) {}

    Ledgers(Bank bank, PlainSession observer, FeedFollower feed, Random random) {
        this.bank = bank;
        this.observer = observer;
        this.feed = feed;
        feed.beginRound();
        LedgerModel model = new LedgerModel();
        for (int i = 0; i < NAMES.size(); i++) {
            OpenAccount request =
                    OpenAccount.of(NAMES.get(i), EUR).withId(new UUID(random.nextLong(), random.nextLong()));
            accounts.add(bank.accounts()
                    .open(
                            i < 2
                                    ? request.withoutMinimumBalance()
                                    : i == 3 ? request.withMaximumBalance(cents(60)) : request)
                    .getId());
        }
        model.put(move(0, 2, 100, random));
        model.put(move(0, 3, 40, random));
        accounts.forEach(id -> model.add(bank.accounts().get(id)));
        versions.add(model);
    }

    private Transfer move(int from, int to, long amount, Random random) {
        return bank.transfers()
                .transfer(TransferRequest.of(accounts.get(from), accounts.get(to), cents(amount))
                        .withId(new UUID(random.nextLong(), random.nextLong())));
    }

    List<UUID> accounts() {
        return accounts;
    }

    LedgerModel committed() {
        return versions.get(version());
    }

    int version() {
        return versions.size() - 1;
    }

    boolean isDue(Hold hold) {
        Hold stored = committed().hold(hold.getId());
        return stored != null && stored.getExpiresAt().isBefore(Instant.now());
    }

    /** The holds that have expired, as the tables say. */
    List<UUID> expired() throws SQLException {
        return observer
                .column("select id from bank.holds where status = 'EXPIRED' and from_account_id = any('{" + ids()
                        + "}')")
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    private String ids() {
        return String.join(",", accounts.stream().map(UUID::toString).toList());
    }

    /** Takes over what was committed at one moment, in the order in which it leads to what the tables say. */
    void commit(List<Transaction> transactions) throws SQLException {
        List<String> found =
                observer.column(LedgerModel.stateOf(accounts)).stream().sorted().toList();
        transactions.stream()
                .filter(transaction -> transaction.actor() instanceof Actors.Plain)
                .flatMap(transaction -> transaction.deeds().stream())
                .forEach(deed -> feed.allowAnyOrder(deed.transferIds()));
        List<String> problems = new ArrayList<>();
        for (List<Transaction> order : orders(transactions)) {
            List<LedgerModel> states = apply(order, problems);
            LedgerModel last = states.isEmpty() ? committed() : states.get(states.size() - 1);
            if (states.size() == order.size()) {
                if (last.state().equals(found)) {
                    versions.addAll(states);
                    audit(transactions.size());
                    return;
                }
                List<String> expected = new ArrayList<>(last.state());
                expected.removeAll(found);
                List<String> surplus = new ArrayList<>(found);
                surplus.removeAll(last.state());
                problems.add("expected " + expected + ", but found " + surplus);
            }
        }
        throw new AssertionError("the tables do not say what came of it: " + problems);
    }

    private List<LedgerModel> apply(List<Transaction> order, List<String> problems) {
        List<LedgerModel> states = new ArrayList<>();
        LedgerModel model = committed();
        for (Transaction transaction : order) {
            model = model.copy();
            for (Deed deed : transaction.deeds()) {
                try {
                    deed.on(model);
                } catch (RuntimeException refusal) {
                    problems.add(transaction.actor() + " has committed: " + deed + "; that should have been refused: "
                            + refusal);
                    return states;
                }
            }
            states.add(model);
        }
        return states;
    }

    private static List<List<Transaction>> orders(List<Transaction> transactions) {
        if (transactions.size() < 2) {
            return List.of(transactions);
        }
        List<List<Transaction>> orders = new ArrayList<>();
        for (Transaction first : transactions) {
            List<Transaction> others = new ArrayList<>(transactions);
            others.remove(first);
            for (List<Transaction> rest : orders(others)) {
                List<Transaction> order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                orders.add(order);
            }
        }
        return orders;
    }

    private void audit(int more) {
        if (commits / COMMITS_PER_AUDIT < (commits + more) / COMMITS_PER_AUDIT) {
            feed.audit();
        }
        commits += more;
    }

    /** Asserts that the model refuses a deed for the same reason, in a state that its session may have seen. */
    void requireRefused(Actor actor, BankException refusal) {
        List<String> instead = new ArrayList<>();
        for (LedgerModel seen : versions.subList(actor.firstSeen, versions.size())) {
            LedgerModel model = seen.copy();
            try {
                if (!actor.commitsByItself()) {
                    actor.done.forEach(own -> own.on(model));
                }
                actor.attempted().on(model);
                instead.add("done");
            } catch (BankException expected) {
                if (expected.getClass() == refusal.getClass()) {
                    return;
                }
                instead.add(expected.toString());
            } catch (
                    IllegalStateException notThatOne) { // what it did before in its transaction came out otherwise here
                instead.add(notThatOne.toString());
            }
        }
        throw new AssertionError(actor + " was refused, but the model says " + instead, refusal);
    }

    /** What is cheap enough to be looked at after every step. */
    void look() throws SQLException {
        feed.look(ids());
    }

    void requireAllFed() {
        feed.requireFed(committed().transfers().map(Transfer::getId).toList());
    }
}
