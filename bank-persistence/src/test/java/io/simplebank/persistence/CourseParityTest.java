package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.Entry;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the store of the course "Backend master class" can do, this ledger can do: a test for each of its operations, by
 * its name.
 *
 * @see <a href="https://github.com/techschool/simplebank">techschool/simplebank</a>
 */
@ExtendWith(BankExtension.class)
class CourseParityTest {

    private final DataSource dataSource;
    private final Scene scene;
    private final TransferService transfers;
    private final AccountService accounts;

    CourseParityTest(Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        this.dataSource = dataSource;
        scene = Scene.of(Way.OWN_TRANSACTIONS, bank, factory, dataSource);
        transfers = scene.transfers();
        accounts = scene.accounts();
    }

    @Test
    void createAccount() {
        Account account = accounts.open(OpenAccount.of("quang", EUR));

        assertThat(account.getId()).isNotNull();
        assertThat(account.getOwner()).isEqualTo("quang");
        assertThat(account.getCurrency()).isEqualTo(EUR);
        assertThat(account.getBalance()).isEqualTo(eur("0.00"));
        assertThat(account.getStatus()).isEqualTo(AccountStatus.OPEN);
        assertThat(account.getOpenedAt()).isNotNull();
    }

    @Test
    void getAccount() {
        Account created = accounts.open(OpenAccount.of("quang", EUR));

        assertThat(accounts.get(created.getId())).usingRecursiveComparison().isEqualTo(created);
    }

    @Test
    void getAccountForUpdate(EntityManagerFactory factory) throws Exception {
        UUID id = scene.with(eur("10.00"));
        try (ForeignSession rival = new ForeignSession(dataSource)) {
            factory.runInTransaction(entityManager -> {
                AccountService joined = AccountService.joining(entityManager);
                joined.lock(id);

                assertThat(joined.get(id).getBalance()).isEqualTo(eur("10.00"));
                assertThatThrownBy(() -> rival.hold(id))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                busy -> assertThat(busy.getSQLState()).isEqualTo(SqlState.LOCK_NOT_AVAILABLE));
            });
            rival.release();
            rival.hold(id); // free again
        }
    }

    @Test
    void listAccounts() {
        String owner = "owner " + UUID.randomUUID();
        List<UUID> opened = IntStream.range(0, 5)
                .mapToObj(i -> accounts.open(OpenAccount.of(owner, EUR)).getId())
                .toList();
        accounts.open(OpenAccount.of("another", EUR));

        assertThat(accounts.list(owner, 0, 10)).extracting(Account::getId).isEqualTo(opened);
        assertThat(accounts.list(owner, 1, 3)).extracting(Account::getId).isEqualTo(opened.subList(1, 4));
        assertThat(accounts.list(owner, 4, 3)).extracting(Account::getId).isEqualTo(opened.subList(4, 5));
        assertThat(accounts.list(owner, 5, 3)).isEmpty();

        List<Account> all = accounts.list(0, Integer.MAX_VALUE);
        assertThat(all).extracting(Account::getId).containsAll(opened);
        assertThat(accounts.list(2, 3)).isEqualTo(all.subList(2, 5));
        assertThat(accounts.list(0, 0)).isEmpty();
    }

    @Test
    void updateAccount() {
        UUID world = scene.world();
        UUID id = scene.with(eur("10.00"));

        Transfer adjustment = accounts.adjustBalance(id, eur("7.50"), world).orElseThrow();

        assertThat(scene.balance(id)).isEqualTo(eur("7.50"));
        assertThat(accounts.entry(id, 2).getTransferId()).isEqualTo(adjustment.getId());
        assertThat(scene.balance(world)).isEqualTo(eur("2.50"));
    }

    @Test
    void addAccountBalance() {
        UUID world = scene.world();
        UUID id = scene.with(eur("10.00"));

        scene.move(world, id, eur("5.00"));

        assertThat(scene.balance(id)).isEqualTo(eur("15.00"));
        assertThat(scene.balance(world)).isEqualTo(eur("-5.00"));
    }

    @Test
    void deleteAccount() {
        UUID id = scene.empty();

        accounts.delete(id);

        assertThat(accounts.find(id)).isEmpty();
    }

    /** Where the course has a CreateEntry, an entry comes of a transfer only. */
    @Test
    void getEntry() {
        UUID world = scene.world();
        UUID id = scene.empty();
        Transfer transfer = scene.move(world, id, eur("3.00"));

        Entry entry = accounts.entry(id, 1);

        assertThat(entry.getAccountId()).isEqualTo(id);
        assertThat(entry.getPosition()).isEqualTo(1);
        assertThat(entry.getTransferId()).isEqualTo(transfer.getId());
        assertThat(entry.getAmount()).isEqualTo(eur("3.00"));
        assertThat(entry.getBalance()).isEqualTo(eur("3.00"));
        assertThat(entry.getBookedAt()).isEqualTo(transfer.getBookedAt());
        assertThat(accounts.entry(world, 1).getAmount()).isEqualTo(eur("-3.00"));
    }

    @Test
    void listEntries() {
        UUID world = scene.world();
        UUID id = scene.empty();
        for (int i = 1; i <= 10; i++) {
            scene.move(world, id, eur("1.00"));
        }

        assertThat(accounts.entries(id, 5, 3)).extracting(Entry::getPosition).containsExactly(6L, 7L, 8L);
        assertThat(accounts.entries(id, 0, 100))
                .extracting(Entry::getBalance)
                .isEqualTo(LongStream.rangeClosed(1, 10)
                        .mapToObj(i -> Scene.cents(i * 100))
                        .toList());
        assertThat(accounts.entries(id, 10, 5)).isEmpty();
    }

    @Test
    void getTransfer() {
        UUID world = scene.world();
        UUID id = scene.empty();
        TransferRequest request = TransferRequest.of(world, id, eur("3.00")).withReference("rent");
        Transfer created = transfers.transfer(request);

        Transfer stored = transfers.find(request.id()).orElseThrow();

        assertThat(stored).usingRecursiveComparison().isEqualTo(created);
        assertThat(stored.getFromAccountId()).isEqualTo(world);
        assertThat(stored.getToAccountId()).isEqualTo(id);
        assertThat(stored.getAmount()).isEqualTo(eur("3.00"));
        assertThat(stored.getReference()).isEqualTo("rent");
        assertThat(stored.getReversesId()).isNull();
        assertThat(stored.getBookedAt()).isNotNull();
    }

    @Test
    void listTransfers() {
        UUID id = scene.empty();
        UUID other = scene.world();
        List<Transfer> made = IntStream.range(0, 10)
                .mapToObj(i -> i % 2 == 0 ? scene.move(other, id, eur("2.00")) : scene.move(id, other, eur("1.00")))
                .toList();
        scene.move(other, scene.empty(), eur("9.00"));

        assertThat(transfers.list(id, 0, 100)).isEqualTo(made); // from or to
        assertThat(transfers.list(id, 0, 5)).isEqualTo(made.subList(0, 5));
        assertThat(transfers.list(id, 5, 5)).isEqualTo(made.subList(5, 10));
        assertThat(transfers.list(id, 10, 5)).isEmpty();
        assertThat(transfers.list(other, 0, 100)).hasSize(11);
    }

    @Test
    void transferTx() throws Exception {
        Money amount = eur("10.00");
        UUID from = scene.with(eur("100.00"));
        UUID to = scene.with(eur("100.00"));

        List<Transfer> made = Together.run(5, thread -> () -> scene.move(from, to, amount));

        assertThat(made).extracting(Transfer::getId).doesNotHaveDuplicates();
        for (Transfer transfer : made) {
            assertThat(transfers.find(transfer.getId())).contains(transfer);
            assertThat(transfer.getFromAccountId()).isEqualTo(from);
            assertThat(transfer.getToAccountId()).isEqualTo(to);
            assertThat(transfer.getAmount()).isEqualTo(amount);
        }
        // Each step's balances differ from the start's by k times the amount, another k each time.
        assertThat(accounts.entries(from, 1, 10))
                .extracting(Entry::getBalance)
                .containsExactly(eur("90.00"), eur("80.00"), eur("70.00"), eur("60.00"), eur("50.00"));
        assertThat(accounts.entries(to, 1, 10))
                .extracting(Entry::getBalance)
                .containsExactly(eur("110.00"), eur("120.00"), eur("130.00"), eur("140.00"), eur("150.00"));
        assertThat(accounts.entries(from, 1, 10))
                .extracting(Entry::getTransferId)
                .containsExactlyInAnyOrderElementsOf(
                        made.stream().map(Transfer::getId).toList());
        assertThat(scene.balance(from)).isEqualTo(eur("50.00"));
        assertThat(scene.balance(to)).isEqualTo(eur("150.00"));
        TheBooks.areRight(dataSource);
    }

    @Test
    void transferTxDeadlock() throws Exception {
        UUID one = scene.with(eur("100.00"));
        UUID two = scene.with(eur("100.00"));

        Together.run(
                10,
                thread -> () ->
                        thread % 2 == 0 ? scene.move(one, two, eur("10.00")) : scene.move(two, one, eur("10.00")));

        assertThat(scene.balance(one)).isEqualTo(eur("100.00"));
        assertThat(scene.balance(two)).isEqualTo(eur("100.00"));
        assertThat(accounts.get(one).getPosition()).isEqualTo(11);
        TheBooks.areRight(dataSource);
    }
}
