package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.LockOrderException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hibernate.exception.LockAcquisitionException;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A joined call is never repeated by the library: the transaction's owner does it. */
@ShopTest
class RetryTest {

    @Autowired
    Retrying retrying;

    @Autowired
    InTransaction inTransaction;

    @Autowired
    TransferService transfers;

    @Autowired
    Tills tills;

    @Autowired
    Bank bank;

    @Autowired
    Orders orders;

    final UUID order = UUID.randomUUID();
    final List<RuntimeException> failures = new ArrayList<>();
    UUID buyer;

    @BeforeEach
    void openAnAccount() {
        buyer = tills.openWith(Money.parse("EUR 60.00"));
    }

    @Test
    void aSerializationFailureIsRepeatedByTheOwnerOfTheTransaction() {
        retrying.transaction(() -> {
            orders.save(new Order(order, buyer, "paid"));
            orders.flush(); // takes the snapshot
            if (failures.isEmpty()) {
                bank.transfers().transfer(TransferRequest.of(buyer, Tills.SHOP, Money.parse("EUR 1.00")));
            }
            noting(() -> transfers.transfer(request("EUR 25.00")));
        });

        assertThat(failures).singleElement().isInstanceOf(LockAcquisitionException.class);
        assertThat(orders.findById(order)).isPresent();
        assertThat(balance()).isEqualTo("EUR 34.00");
    }

    @Test
    void aLockOrderExceptionIsRepeatedByTheOwnerOfTheTransaction() throws Exception {
        UUID another = tills.openWith(Money.parse("EUR 1.00"));
        UUID third = tills.openWith(Money.parse("EUR 1.00"));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        CompletableFuture<Void> rival = CompletableFuture.runAsync(() -> inTransaction.required(() -> {
            transfers.transfer(TransferRequest.of(third, Tills.SHOP, Money.parse("EUR 1.00")));
            held.countDown();
            await(enough);
        }));
        await(held);

        retrying.transaction(() -> {
            transfers.transfer(TransferRequest.of(buyer, another, Money.parse("EUR 1.00")));
            noting(() -> transfers.transfer(request("EUR 25.00")), () -> {
                enough.countDown();
                rival.join();
            });
        });

        assertThat(failures).singleElement().isInstanceOf(LockOrderException.class);
        assertThat(balance()).isEqualTo("EUR 34.00");
    }

    @Test
    void aRefusalIsNotRepeated() {
        assertThatExceptionOfType(InsufficientFundsException.class)
                .isThrownBy(() -> retrying.transaction(() -> noting(() -> transfers.transfer(request("EUR 60.01")))));

        assertThat(failures).hasSize(1);
    }

    private void noting(Runnable work) {
        noting(work, () -> {});
    }

    private void noting(Runnable work, Runnable afterFailure) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            failures.add(failure);
            afterFailure.run();
            throw failure;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupt) {
            throw new IllegalStateException(interrupt);
        }
    }

    private TransferRequest request(String amount) {
        return TransferRequest.of(buyer, Tills.SHOP, Money.parse(amount)).withId(order);
    }

    private String balance() {
        return bank.accounts().get(buyer).getBalance().toString();
    }
}
