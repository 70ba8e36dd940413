package io.simplebank.persistence.torture;

import io.simplebank.domain.Account;
import io.simplebank.domain.BankException;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.torture.Answer.Result;
import io.simplebank.persistence.torture.Wish.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.joda.money.Money;

/** Does whatever a ledger can do, at random, over and over. Confined to one thread; many share a bank and a till. */
final class Teller {

    /** How many of its transfers and holds a teller remembers, to come back to them. */
    private static final int MEMORY = 50;

    private final Random random;
    private final Bank bank;
    private final Till till;
    private final History history;
    private final List<Wish> transfers = new ArrayList<>();
    private final List<Wish> holds = new ArrayList<>();

    Teller(Random random, Bank bank, Till till, History history) {
        this.random = random;
        this.bank = bank;
        this.till = till;
        this.history = history;
    }

    /** Does one thing, perhaps in several operations. */
    void step() {
        switch (random.nextInt(45)) {
            case 0 -> lookAtTheSums();
            case 1 -> till.askForAll(several(3));
            case 2 -> till.askForEach(several(20));
            case 3 -> expireHolds();
            case 4, 5 -> ask(wish(Kind.JOINED));
            case 6 -> ask(wish(Kind.ROLLED_BACK));
            case 7, 8, 9, 10 -> ask(wish(Kind.HOLD));
            case 11, 12 -> any(holds).map(this::capture).forEach(this::ask);
            case 13 ->
                any(holds).map(hold -> with(hold, Kind.RELEASE, hold.amount())).forEach(this::ask);
            case 14 -> any(transfers).map(this::reversal).forEach(this::ask);
            case 15 -> any(transfers).forEach(this::ask); // once more
            case 16 -> any(transfers).map(this::other).forEach(this::ask);
            case 17, 18 -> ask(wish(Kind.UP_TO));
            case 19, 20 -> holdForAShop();
            case 21 -> move(bank.accounts()::close);
            case 22, 23 -> move(bank.accounts()::reopen);
            default -> ask(wish(Kind.TRANSFER));
        }
    }

    /** Asks, and half of the time asks again for what is unknown, as an application should. */
    private void ask(Wish wish) {
        if (wish.kind() == Kind.TRANSFER) {
            remember(transfers, wish);
        } else if (wish.kind() == Kind.HOLD) {
            remember(holds, wish);
        }
        Result result = till.ask(wish);
        for (int again = 0; result == Result.UNKNOWN && again < 3 && random.nextBoolean(); again++) {
            result = till.ask(wish);
        }
    }

    private void lookAtTheSums() {
        try {
            history.write(Snapshot.of(bank.accounts().list(0, Integer.MAX_VALUE).stream()
                    .map(Account::getBalance)
                    .toList()));
        } catch (BankException away) {
            // nothing was seen
        }
    }

    /** The hold is placed while others close the shop, and is set free so that they can. */
    private void holdForAShop() {
        Wish hold = wish(Kind.HOLD, TortureAccounts.anyPairWithAShop(random));
        till.ask(hold);
        Wish release = with(hold, Kind.RELEASE, hold.amount());
        for (int again = 0; again < 5 && till.ask(release) == Result.UNKNOWN; again++) {
            // else nobody could close the shop any more
        }
    }

    private void move(Consumer<UUID> how) {
        try {
            how.accept(TortureAccounts.anyShop(random));
        } catch (BankException refusal) {
            // holds are pending in its favour, or the database is away
        }
    }

    private void expireHolds() {
        try {
            bank.transfers().expireHolds(10);
        } catch (BankException away) {
            // another time
        }
    }

    private List<Wish> several(int most) {
        return IntStream.rangeClosed(0, random.nextInt(most))
                .mapToObj(i -> wish(Kind.TRANSFER))
                .toList();
    }

    private Wish wish(Kind kind) {
        return wish(kind, TortureAccounts.anyPair(random));
    }

    private Wish wish(Kind kind, TortureAccounts.Pair pair) {
        UUID id = UUID.randomUUID();
        return new Wish(kind, id, pair.from(), pair.to(), amount(pair, 5_000), "for " + id, null);
    }

    private Wish capture(Wish hold) {
        Money part = random.nextBoolean() ? hold.amount() : atMost(hold.amount());
        return with(hold, Kind.CAPTURE, part);
    }

    private Wish reversal(Wish transfer) {
        return new Wish(
                Kind.REVERSAL,
                UUID.randomUUID(),
                transfer.to(),
                transfer.from(),
                atMost(transfer.amount()),
                null,
                transfer.id());
    }

    /** The same id for something else: a mistake. */
    private Wish other(Wish wish) {
        return new Wish(wish.kind(), wish.id(), wish.from(), wish.to(), wish.amount(), "another", null);
    }

    private static Wish with(Wish hold, Kind kind, Money amount) {
        return new Wish(kind, hold.id(), hold.from(), hold.to(), amount, hold.reference(), null);
    }

    private Money amount(TortureAccounts.Pair pair, int most) {
        return Money.ofMinor(pair.currency(), 1L + random.nextInt(most));
    }

    private Money atMost(Money amount) {
        return Money.ofMinor(amount.getCurrencyUnit(), 1 + random.nextInt(amount.getAmountMinorInt()));
    }

    private Stream<Wish> any(List<Wish> wishes) {
        return wishes.isEmpty() ? Stream.empty() : Stream.of(wishes.get(random.nextInt(wishes.size())));
    }

    private void remember(List<Wish> wishes, Wish wish) {
        if (wishes.size() < MEMORY) {
            wishes.add(wish);
        } else {
            wishes.set(random.nextInt(MEMORY), wish);
        }
    }
}
