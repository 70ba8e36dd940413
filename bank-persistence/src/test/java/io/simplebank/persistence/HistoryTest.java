package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Entry;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An account's lines, one by one and page by page. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class HistoryTest {

    private final Scene scene;
    private final AccountService accounts;
    private final UUID id;
    private final List<Transfer> made = new ArrayList<>();

    HistoryTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        accounts = scene.accounts();
        id = scene.empty();
        UUID world = scene.world();
        for (int i = 1; i <= 7; i++) {
            Money amount = eur("1.00").multipliedBy(i);
            made.add(i % 3 == 0 ? scene.move(id, world, eur("1.00")) : scene.move(world, id, amount));
        }
    }

    @Test
    void everyEntryIsFoundByItsPosition() {
        for (int i = 0; i < made.size(); i++) {
            Entry entry = accounts.entry(id, i + 1);
            Transfer transfer = made.get(i);
            boolean debit = transfer.getFromAccountId().equals(id);

            assertThat(entry.getPosition()).isEqualTo(i + 1);
            assertThat(entry.getTransferId()).isEqualTo(transfer.getId());
            assertThat(entry.getAmount()).isEqualTo(debit ? transfer.getAmount().negated() : transfer.getAmount());
            assertThat(entry.getBookedAt()).isEqualTo(transfer.getBookedAt());
        }
        assertThat(accounts.get(id).getPosition()).isEqualTo(7);
        assertThat(accounts.entry(id, 7).getBalance()).isEqualTo(scene.balance(id));
    }

    @Test
    void refusesAPositionThatHasNoEntry() {
        for (long position : new long[] {Long.MIN_VALUE, -1, 0, 8, Long.MAX_VALUE}) {
            assertThat(scene.impossible(() -> accounts.entry(id, position)))
                    .hasMessageContaining("1 to 7")
                    .hasMessageContaining(String.valueOf(position));
        }
    }

    @Test
    void pagesOfEntriesAndTransfersMeetWithoutAGap() {
        List<Entry> entries = new ArrayList<>();
        List<Transfer> transfers = new ArrayList<>();
        for (long after = 0; after < 9; after += 2) {
            entries.addAll(accounts.entries(id, after, 2));
            transfers.addAll(scene.transfers().list(id, after, 2));
        }

        assertThat(entries).isEqualTo(accounts.entries(id, 0, 100));
        assertThat(entries).extracting(Entry::getPosition).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(transfers).isEqualTo(made);
    }

    @Test
    void anAccountThatDoesNotExistHasNoHistory() {
        assertThat(accounts.entries(UUID.randomUUID(), 0, 10)).isEmpty();
        assertThat(scene.transfers().list(UUID.randomUUID(), 0, 10)).isEmpty();
        assertThat(scene.transfers().find(UUID.randomUUID())).isEmpty();
    }
}
