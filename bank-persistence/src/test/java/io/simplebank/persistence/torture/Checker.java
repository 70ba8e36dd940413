package io.simplebank.persistence.torture;

import io.simplebank.persistence.torture.Books.PostedTransfer;
import io.simplebank.persistence.torture.Books.StoredHold;
import io.simplebank.persistence.torture.Fate.Promise;
import io.simplebank.persistence.torture.Verdict.Breach;
import io.simplebank.persistence.torture.Wish.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds histories against books: what was acknowledged is there, once, with the content that was asked for; what is there
 * was acknowledged, or its callers know that they do not know; and nobody saw money come or go. Confined to one thread.
 */
final class Checker {

    private static final Set<String> WITHOUT_A_TRANSFER = Set.of("RELEASED", "EXPIRED");

    private final Histories histories;
    private final Books books;
    private final Verdict verdict = new Verdict();
    private final Set<Fate> there = new HashSet<>();
    private final Set<UUID> transferIds = new HashSet<>();
    private final Set<UUID> holdIds = new HashSet<>();

    private Checker(Histories histories, Books books) {
        this.histories = histories;
        this.books = books;
    }

    static Verdict check(Histories histories, Books books) {
        Checker checker = new Checker(histories, books);
        books.transfers().forEach(checker::check);
        books.holds().forEach(checker::check);
        histories.fates().forEach(checker::check);
        histories.linked().forEach(checker::check);
        histories
                .unbalanced()
                .forEach(
                        snapshot -> checker.verdict.add(Breach.UNBALANCED, "a reader saw the sums " + snapshot.sums()));
        return checker.verdict;
    }

    private void check(PostedTransfer transfer) {
        if (!transferIds.add(transfer.id())) {
            verdict.add(Breach.DOUBLED, "there twice: " + transfer);
        }
        List<Fate> kept = histories.ofTransfer(transfer.id()).stream()
                .filter(fate -> fate.promise() != Promise.NOT_THERE && isKeptBy(transfer, fate))
                .toList();
        there.addAll(kept);
        if (kept.isEmpty()) {
            verdict.add(Breach.DOUBLED, "nobody was promised " + transfer);
        }
    }

    private void check(StoredHold hold) {
        if (!holdIds.add(hold.id())) {
            verdict.add(Breach.DOUBLED, "there twice: " + hold);
        }
        List<Fate> kept = histories.ofHold(hold.id()).stream()
                .filter(fate -> fate.promise() != Promise.NOT_THERE && isKeptBy(hold, fate))
                .toList();
        there.addAll(kept);
        if (kept.stream().noneMatch(fate -> fate.wish().kind() == Kind.HOLD)) {
            verdict.add(Breach.DOUBLED, "nobody was promised " + hold);
        }
        if (hold.status().equals("RELEASED")
                && kept.stream().noneMatch(fate -> fate.wish().kind() == Kind.RELEASE)) {
            verdict.add(Breach.DOUBLED, "nobody was promised the release of " + hold);
        }
        if (hold.status().equals("CAPTURED") != transferIds.contains(hold.id())) {
            verdict.add(Breach.LOST, "half of a capture: " + hold);
        }
    }

    private void check(Fate fate) {
        Wish wish = fate.wish();
        if (fate.promise() == Promise.THERE && !there.contains(fate)) {
            verdict.add(Breach.LOST, fate.toString());
        }
        boolean ordered = books.orders().contains(wish.id());
        if (wish.kind() == Kind.JOINED && ordered != there.contains(fate)) {
            verdict.add(Breach.LOST, "one of transfer and order without the other: " + fate);
        }
        if (wish.kind() == Kind.ROLLED_BACK && ordered) {
            verdict.add(Breach.DOUBLED, "an order, though rolled back: " + fate);
        }
    }

    private void check(Set<Fate> linked) {
        long done = linked.stream().filter(there::contains).count();
        if (done != 0 && done != linked.size()) {
            verdict.add(Breach.LOST, "a part of what was all or none: " + linked);
        }
    }

    private static boolean isKeptBy(PostedTransfer transfer, Fate fate) {
        Wish wish = fate.wish();
        return transfer.from().equals(wish.from())
                && transfer.to().equals(wish.to())
                && Objects.equals(transfer.reference(), wish.reference())
                && Objects.equals(transfer.reverses(), wish.reverses())
                && (wish.kind() == Kind.UP_TO
                        ? !transfer.amount().isGreaterThan(wish.amount())
                        : transfer.amount().isEqual(wish.amount()))
                && isWhatWasSaid(transfer.amount().toString(), fate.acknowledged());
    }

    private static boolean isKeptBy(StoredHold hold, Fate fate) {
        Wish wish = fate.wish();
        boolean sameContent = hold.from().equals(wish.from())
                && hold.to().equals(wish.to())
                && hold.reference().equals(wish.reference())
                && hold.amount().isEqual(wish.amount());
        return sameContent
                && (wish.kind() == Kind.HOLD
                        || WITHOUT_A_TRANSFER.contains(hold.status())
                                && isWhatWasSaid(hold.status(), fate.acknowledged()));
    }

    private static boolean isWhatWasSaid(String stored, @Nullable String acknowledged) {
        return acknowledged == null || acknowledged.equals(stored);
    }
}
