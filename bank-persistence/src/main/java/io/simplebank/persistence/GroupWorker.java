package io.simplebank.persistence;

import java.util.List;

/** Takes one group after the other from the queue, runs it as a transaction and answers its members. */
final class GroupWorker implements Runnable {

    /**
     * Up to so many callers are woken before their accounts are given back, so that their next calls make one group
     * again; more would take so long to wake that another worker had better go on with those who wait meanwhile.
     * Measured with all calls at one account: 8 callers get a fifth more the first way, 128 a fifth more the second.
     */
    private static final int WOKEN_FIRST = 32;

    private final GroupQueue queue;
    private final OwnTransactions transactions;
    private final Ledger ledger;
    private final Observations observations;

    GroupWorker(GroupQueue queue, OwnTransactions transactions, Ledger ledger, Observations observations) {
        this.queue = queue;
        this.transactions = transactions;
        this.ledger = ledger;
        this.observations = observations;
    }

    @Override
    public void run() {
        for (boolean open = true; open; ) {
            try {
                List<Member<?>> group = queue.take();
                open = !group.isEmpty();
                if (open) {
                    work(group);
                }
            } catch (InterruptedException nobodyInterruptsUs) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable defect) { // whatever it is, nobody may be left waiting
                queue.failAll(defect);
            }
        }
    }

    private void work(List<Member<?>> group) {
        GroupResults results = new GroupResults();
        try {
            GroupWatch watch = observations.watch(group, queue);
            new GroupPosting(transactions, ledger, watch.stopwatch(), results, queue.manner()).post(group);
            watch.end(group, results);
        } catch (Throwable defect) {
            results.failTheRest(group, defect);
        }
        boolean wokenFirst = group.size() <= WOKEN_FIRST;
        if (wokenFirst) {
            results.giveAnswers();
        }
        try {
            queue.finish(group, results);
        } finally {
            if (!wokenFirst) {
                results.giveAnswers();
            }
        }
    }
}
