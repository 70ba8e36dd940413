package io.simplebank.persistence;

import static io.simplebank.domain.AccountStatus.CLOSED;
import static io.simplebank.persistence.Scene.cents;

import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Thinks of something to do, by chance. All of it comes from the seed and from what is committed. */
final class DeedMaker {

    private final Random random;
    private final List<UUID> accounts;
    private final List<TransferRequest> asked = new ArrayList<>();

    DeedMaker(Random random, List<UUID> accounts) {
        this.random = random;
        this.accounts = accounts;
    }

    Deed next(LedgerModel committed) {
        return switch (random.nextInt(24)) {
            case 0, 1, 2, 3 -> new MoneyDeeds.Moves(List.of(request()), random.nextLong());
            case 4, 5 -> new MoneyDeeds.Moves(requests(), random.nextLong());
            case 6, 7, 8, 9 -> new HoldDeeds.Reserve(request(), random.nextInt(4) == 0);
            case 10, 11 -> capture(committed);
            case 12 -> release(committed);
            case 13 -> new HoldDeeds.Sweep();
            case 14, 15 -> reverse(committed);
            case 16 -> squat(committed);
            case 17, 18 -> become();
            case 19 -> new AccountDeeds.Become(any(accounts), AccountStatus.OPEN, true);
            case 20 -> new AccountDeeds.Limit(any(accounts), random.nextBoolean(), limit());
            case 21 -> new AccountDeeds.Delete(any(accounts));
            case 22 -> new MoneyDeeds.Adjust(accounts.get(2), cents(random.nextInt(40)), accounts.get(0));
            default -> blank(committed);
        };
    }

    private Deed become() {
        return random.nextBoolean()
                ? new AccountDeeds.Become(
                        any(List.of(accounts.get(1), accounts.get(4), accounts.get(5))), CLOSED, false)
                : new AccountDeeds.Become(any(accounts), any(List.of(AccountStatus.values())), false);
    }

    private @Nullable Money limit() {
        return random.nextInt(3) == 0 ? null : cents(random.nextInt(100) - 20);
    }

    private List<TransferRequest> requests() {
        List<TransferRequest> requests = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            requests.add(fresh());
        }
        return requests;
    }

    /** Mostly a new one; at times one that was sent before, or its id for something else of the same account. */
    private TransferRequest request() {
        if (asked.isEmpty() || random.nextInt(4) > 0) {
            TransferRequest request = fresh();
            asked.add(request);
            return request;
        }
        TransferRequest earlier = asked.get(asked.size() - 1 - random.nextInt(Math.min(asked.size(), 5)));
        return random.nextBoolean()
                ? earlier
                : new TransferRequest(
                        earlier.id(),
                        earlier.fromAccountId(),
                        other(earlier.fromAccountId()),
                        cents(1 + random.nextInt(20)),
                        earlier.reference());
    }

    private TransferRequest fresh() {
        UUID from = any(random.nextInt(8) > 0 ? accounts.subList(0, 4) : accounts); // the others are new, without money
        return new TransferRequest(
                new UUID(random.nextLong(), random.nextLong()),
                from,
                other(from),
                cents(1 + random.nextInt(30)),
                random.nextInt(3) == 0 ? null : "order");
    }

    private UUID other(UUID account) {
        return any(accounts.stream().filter(each -> !each.equals(account)).toList());
    }

    private Deed capture(LedgerModel committed) {
        List<Hold> holds = pending(committed);
        return holds.isEmpty()
                ? new HoldDeeds.Reserve(request(), false)
                : new HoldDeeds.Take(any(holds), random.nextBoolean() ? null : cents(1 + random.nextInt(20)));
    }

    private Deed release(LedgerModel committed) {
        List<Hold> holds = pending(committed);
        return holds.isEmpty() ? become() : new HoldDeeds.LetGo(any(holds));
    }

    private List<Hold> pending(LedgerModel committed) {
        return committed
                .holds()
                .filter(hold -> hold.getStatus() == HoldStatus.PENDING)
                .toList();
    }

    private List<Transfer> posted(LedgerModel committed) {
        return committed
                .transfers()
                .filter(transfer -> transfer.getReversesId() == null)
                .toList();
    }

    private Deed reverse(LedgerModel committed) {
        List<Transfer> posted = posted(committed);
        if (posted.isEmpty()) {
            return new MoneyDeeds.Moves(List.of(request()), random.nextLong());
        }
        Transfer original = any(posted);
        return switch (random.nextInt(3)) {
            case 0 ->
                new MoneyDeeds.Reverse(
                        original, cents(1 + random.nextInt(10)), new UUID(random.nextLong(), random.nextLong()));
            case 1 -> new MoneyDeeds.Reverse(original, cents(1 + random.nextInt(3)), null);
            default -> new MoneyDeeds.Reverse(original, null, null);
        };
    }

    /** Takes the id that the reversal of a transfer would have. */
    private Deed squat(LedgerModel committed) {
        List<Transfer> posted = posted(committed);
        if (posted.isEmpty()) {
            return new HoldDeeds.Reserve(request(), true);
        }
        Transfer original = any(posted);
        TransferRequest request = fresh().withId(Reversal.idOf(original.getId(), original.getAmount()));
        return new MoneyDeeds.Moves(List.of(request), random.nextLong());
    }

    private Deed blank(LedgerModel committed) {
        List<Hold> holds = pending(committed);
        List<Transfer> posted = posted(committed);
        if (!holds.isEmpty() && random.nextBoolean()) {
            Hold hold = any(holds);
            return new AccountDeeds.Blank(hold.getId(), hold.getFromAccountId());
        }
        if (posted.isEmpty()) {
            return become();
        }
        Transfer transfer = any(posted);
        return new AccountDeeds.Blank(transfer.getId(), transfer.getFromAccountId());
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
