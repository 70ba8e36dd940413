package io.simplebank.persistence;

import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Statement;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Requests, accounts, holds and so on, made of {@link HostileValues}: as hostile as the domain lets them be. */
@SuppressWarnings("NullAway") // null is among the values
final class HostileDomain {

    private final HostileValues values;
    private final Random random;
    private final List<UUID> ids;

    HostileDomain(HostileValues values, Random random, List<UUID> ids) {
        this.values = values;
        this.random = random;
        this.ids = ids;
    }

    Map<Class<?>, Supplier<? extends List<?>>> generators() {
        return Map.of(
                TransferRequest.class, this::requests,
                OpenAccount.class, this::openings,
                Account.class, this::accounts,
                Hold.class, this::holds,
                Transfer.class, () -> List.of(transfer(), transfer(), transfer()),
                Entry.class, this::entries,
                Statement.class, this::statements);
    }

    private List<Statement> statements() {
        return List.of(accepted(() -> {
            Money balance = amount();
            return Statement.of(id(), Instant.EPOCH, Instant.MAX, balance, List.of(), balance);
        }));
    }

    private UUID id() {
        return ids.get(random.nextInt(ids.size()));
    }

    private List<TransferRequest> requests() {
        return Stream.generate(() -> accepted(() -> {
                    TransferRequest.Extent[] extents = TransferRequest.Extent.values();
                    UUID id = seldom() ? id() : new UUID(random.nextLong(), random.nextLong());
                    TransferRequest.LeastBalance least =
                            seldom() ? new TransferRequest.LeastBalance((UUID) values.any(UUID.class), amount()) : null;
                    return new TransferRequest(
                            id,
                            seldom() ? id() : ids.get(0),
                            seldom() ? id() : ids.get(1),
                            seldom() ? amount() : Money.ofMinor(EUR, 1 + random.nextInt(50)),
                            reference(),
                            extents[random.nextInt(extents.length)],
                            least);
                }))
                .limit(12)
                .toList();
    }

    private List<OpenAccount> openings() {
        return Stream.generate(() -> accepted(() -> new OpenAccount(
                        seldom() ? id() : new UUID(random.nextLong(), random.nextLong()),
                        (String) values.any(String.class),
                        (CurrencyUnit) values.any(CurrencyUnit.class),
                        random.nextBoolean() ? null : amount(),
                        random.nextBoolean() ? null : amount())))
                .limit(8)
                .toList();
    }

    private boolean seldom() {
        return random.nextInt(4) == 0;
    }

    private Money amount() {
        List<?> amounts = values.of(Money.class);
        return (Money) amounts.get(random.nextInt(amounts.size()));
    }

    private @Nullable String reference() {
        return random.nextBoolean() ? null : (String) values.any(String.class);
    }

    /** A value whose constructor accepts what chance has brought, after some attempts. */
    private static <T> T accepted(Supplier<T> attempt) {
        for (int bound = 0; bound < 10_000; bound++) {
            try {
                return attempt.get();
            } catch (IllegalArgumentException impossible) {
                // another time, with other values
            }
        }
        throw new IllegalStateException("nothing is accepted");
    }

    private List<Account> accounts() {
        return Stream.generate(() -> {
                    long balance = number();
                    return Account.restore(
                            seldom() ? id() : ids.get(random.nextInt(2)),
                            "somebody",
                            random.nextInt(5) == 0 ? "USD" : "EUR",
                            balance,
                            balance < 0 ? 0 : Math.max(0, number()),
                            random.nextBoolean() ? null : number(),
                            random.nextBoolean() ? null : number(),
                            AccountStatus.values()[random.nextInt(3) == 0 ? random.nextInt(5) : 0],
                            random.nextInt(5),
                            1,
                            Instant.EPOCH,
                            random.nextBoolean() ? null : Instant.EPOCH);
                })
                .limit(10)
                .toList();
    }

    private long number() {
        return (long) values.any(long.class);
    }

    private List<Hold> holds() {
        return Stream.generate(() -> accepted(() -> Hold.restore(
                        id(),
                        ids.get(0),
                        ids.get(1),
                        1 + random.nextInt(100),
                        0,
                        "EUR",
                        null,
                        HoldStatus.values()[random.nextInt(HoldStatus.values().length)],
                        Instant.EPOCH,
                        Instant.parse("2030-01-01T00:00:00Z"),
                        null)))
                .limit(6)
                .toList();
    }

    private Transfer transfer() {
        UUID from = ids.get(0);
        UUID to = ids.get(1);
        return Transfer.post(
                        TransferRequest.of(from, to, Money.ofMinor(EUR, 1 + random.nextInt(100))),
                        Account.open(OpenAccount.of("a", EUR).withId(from).withoutMinimumBalance(), Instant.EPOCH),
                        Account.open(OpenAccount.of("b", EUR).withId(to), Instant.EPOCH),
                        Instant.EPOCH)
                .transfer();
    }

    private List<Entry> entries() {
        return Stream.generate(() -> Entry.restore(id(), 1 + random.nextInt(3), id(), "EUR", 1, 1, Instant.EPOCH))
                .limit(4)
                .toList();
    }
}
