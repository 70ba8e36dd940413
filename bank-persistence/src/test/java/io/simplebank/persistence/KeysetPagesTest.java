package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages that begin behind an id: whatever comes and goes between two of them, what stays is on one of them. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class KeysetPagesTest {

    private static final int PAGE = 3;

    private final Scene scene;
    private final AccountService accounts;
    private final TransferService transfers;
    private final long any = UUID.randomUUID().getLeastSignificantBits();

    KeysetPagesTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        accounts = scene.accounts();
        transfers = scene.transfers();
    }

    /** In PostgreSQL's order, which is unsigned; of one random half, so that no other test has them. */
    private List<UUID> ids() {
        List<UUID> ids = new ArrayList<>();
        for (long high :
                new long[] {1, 2, 3, Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -3, -2, -1
                }) {
            ids.add(new UUID(high, any));
        }
        return ids;
    }

    /** An id that no page comes to any more. */
    private static UUID before() {
        return new UUID(0, UUID.randomUUID().getLeastSignificantBits());
    }

    /** Follows the pages to their end, as the Javadoc says. */
    private static <T> List<T> pages(
            Function<@Nullable UUID, List<T>> behind, Function<T, UUID> id, Consumer<List<T>> between) {
        List<T> all = new ArrayList<>();
        List<T> page = behind.apply(null);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(PAGE);
            all.addAll(page);
            between.accept(page);
            page = behind.apply(id.apply(page.get(page.size() - 1)));
        }
        return all;
    }

    @Test
    void releasingEachHoldOfEachPageReleasesAll() {
        UUID from = scene.with(cents(10));
        UUID to = scene.empty();
        ids().forEach(id ->
                transfers.hold(TransferRequest.of(from, to, cents(1)).withId(id), Duration.ofDays(1)));

        List<Hold> released = pages(
                afterId -> transfers.pendingHolds(from, afterId, PAGE),
                Hold::getId,
                page -> page.forEach(hold -> transfers.release(hold.getId())));

        assertThat(released).extracting(Hold::getId).isEqualTo(ids());
        assertThat(released).extracting(Hold::getStatus).containsOnly(HoldStatus.PENDING);
        assertThat(accounts.get(from).getHeld()).isEqualTo(cents(0));
        assertThat(transfers.pendingHolds(from, null, PAGE)).isEmpty();
    }

    /** By what is skipped where it would not: an offset passes over what has been released already. */
    @Test
    void withOffsetsHalfOfTheHoldsWouldStay() {
        UUID from = scene.with(cents(10));
        UUID to = scene.empty();
        ids().forEach(id ->
                transfers.hold(TransferRequest.of(from, to, cents(1)).withId(id), Duration.ofDays(1)));

        for (int offset = 0; offset < 10; offset += 5) {
            transfers.pendingHolds(from, offset, 5).forEach(hold -> transfers.release(hold.getId()));
        }

        assertThat(accounts.get(from).getHeld()).isEqualTo(cents(5));
    }

    @Test
    void holdsAreThoseOfTheAccountThatArePendingInOrder() {
        UUID from = scene.with(cents(10));
        UUID to = scene.with(cents(10));
        List<UUID> ids = ids();
        ids.forEach(id -> transfers.hold(TransferRequest.of(from, to, cents(1)).withId(id), Duration.ofDays(1)));
        transfers.hold(TransferRequest.of(to, from, cents(1)), Duration.ofDays(1));
        transfers.capture(ids.get(4));

        assertThat(transfers.pendingHolds(from, ids.get(2), 3))
                .extracting(Hold::getId)
                .containsExactly(ids.get(3), ids.get(5), ids.get(6));
        assertThat(transfers.pendingHolds(from, ids.get(4), 1))
                .as("behind one that is no longer pending")
                .extracting(Hold::getId)
                .containsExactly(ids.get(5));
        assertThat(transfers.pendingHolds(from, ids.get(9), 10)).isEmpty();
        assertThat(transfers.pendingHolds(from, null, 0)).isEmpty();
        assertThat(transfers.pendingHolds(UUID.randomUUID(), null, 10)).isEmpty();
    }

    @Test
    void anOwnersAccountsAreListedThoughSomeComeAndGoBetweenThePages() {
        String owner = "owner " + any;
        List<UUID> ids = ids();
        ids.forEach(id -> accounts.open(OpenAccount.of(owner, EUR).withId(id)));
        accounts.open(OpenAccount.of(owner + "0", EUR));
        accounts.open(OpenAccount.of("owner", EUR));

        List<Account> listed = pages(
                afterId -> accounts.list(owner, afterId, PAGE),
                Account::getId,
                page -> page.forEach(account -> {
                    accounts.delete(account.getId());
                    accounts.open(OpenAccount.of(owner, EUR).withId(before()));
                }));

        assertThat(listed).extracting(Account::getId).isEqualTo(ids);
        assertThat(listed).extracting(Account::getOwner).containsOnly(owner);
    }

    @Test
    void allAccountsAreListedThoughSomeComeAndGoBetweenThePages() {
        List<UUID> ids = ids();
        ids.forEach(id -> accounts.open(OpenAccount.of("somebody", EUR).withId(id)));

        List<Account> listed = pages(
                afterId -> accounts.list(afterId, PAGE),
                Account::getId,
                page -> page.stream().map(Account::getId).filter(ids::contains).forEach(accounts::delete));

        assertThat(listed).extracting(Account::getId).filteredOn(ids::contains).isEqualTo(ids);
        assertThat(accounts.list(ids.get(9), 10)).extracting(Account::getId).doesNotContainAnyElementsOf(ids);
        assertThat(accounts.list(null, 0)).isEmpty();
    }
}
