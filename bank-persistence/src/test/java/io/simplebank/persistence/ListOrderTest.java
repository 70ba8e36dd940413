package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts and pending holds come in PostgreSQL's order of ids, which is unsigned, page by page. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class ListOrderTest {

    private final Scene scene;

    ListOrderTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
    }

    /** In order; of one random half, so that no other test has them. */
    private static List<UUID> ids() {
        long any = UUID.randomUUID().getLeastSignificantBits();
        return List.of(
                new UUID(1, any),
                new UUID(Long.MAX_VALUE, any),
                new UUID(Long.MIN_VALUE, any),
                new UUID(-2, any),
                new UUID(-1, any));
    }

    private static List<UUID> shuffled(List<UUID> ids) {
        List<UUID> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, new Random(7));
        return shuffled;
    }

    @Test
    void isThatOfAllAccountsAndOfAnOwners() {
        List<UUID> ids = ids();
        String owner = "owner " + UUID.randomUUID();
        shuffled(ids)
                .forEach(id -> scene.accounts().open(OpenAccount.of(owner, EUR).withId(id)));
        scene.accounts().open(OpenAccount.of(owner + "0", EUR));
        List<UUID> paged = new ArrayList<>();
        for (int offset = 0; offset < 6; offset += 2) {
            scene.accounts().list(owner, offset, 2).forEach(account -> paged.add(account.getId()));
        }
        assertThat(paged).isEqualTo(ids);
        assertThat(scene.accounts().list(0, Integer.MAX_VALUE))
                .extracting(Account::getId)
                .filteredOn(ids::contains)
                .isEqualTo(ids);
    }

    @Test
    void isThatOfTheHoldsThatArePending() {
        UUID from = scene.with(cents(100));
        UUID to = scene.empty();
        List<UUID> ids = ids();
        shuffled(ids)
                .forEach(id -> scene.transfers()
                        .hold(TransferRequest.of(from, to, cents(1)).withId(id), Duration.ofDays(1)));
        assertThat(pendingHolds(from, 0, 10)).isEqualTo(ids);
        assertThat(pendingHolds(from, 1, 2)).isEqualTo(ids.subList(1, 3));
        assertThat(pendingHolds(from, 5, 2)).isEmpty();
        assertThat(pendingHolds(from, 0, 0)).isEmpty();
        assertThat(pendingHolds(to, 0, 10)).isEmpty();
        scene.transfers().release(ids.get(0));
        scene.transfers().capture(ids.get(3));
        assertThat(pendingHolds(from, 0, 10)).containsExactly(ids.get(1), ids.get(2), ids.get(4));
    }

    private List<UUID> pendingHolds(UUID account, int offset, int limit) {
        return scene.transfers().pendingHolds(account, offset, limit).stream()
                .map(Hold::getId)
                .toList();
    }
}
