package io.simplebank.persistence;

import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A listener that can stop a bank's workers, so that the calls which come meanwhile make one group. */
final class Plugged implements BankListener {

    private final Semaphore stopped = new Semaphore(0);
    private volatile CountDownLatch plug = new CountDownLatch(0);

    @Override
    public void onGroup(Group group) {
        CountDownLatch itsPlug = plug;
        if (itsPlug.getCount() > 0) {
            stopped.release();
            try {
                itsPlug.await();
            } catch (InterruptedException interrupt) {
                throw new IllegalStateException(interrupt);
            }
        }
    }

    /** Stops all workers, each with a call of its own; they share no account with what follows. */
    void stop(Bank bank, TransferRequest... calls) throws InterruptedException {
        plug = new CountDownLatch(1);
        for (TransferRequest call : calls) {
            CompletableFuture<Transfer> first = bank.transfers().submit(call).toCompletableFuture();
            if (!stopped.tryAcquire(1, TimeUnit.MINUTES)) {
                throw new AssertionError("no worker took the call: " + first);
            }
        }
    }

    void goOn() {
        plug.countDown();
    }
}
