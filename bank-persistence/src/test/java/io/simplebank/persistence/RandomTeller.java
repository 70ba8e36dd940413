package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.joda.money.Money;

/**
 * Does whatever a ledger can do, at random, and remembers of every answer what must be true at the end. Each has a thread
 * of its own; they share accounts, and the holds and transfers that they end and reverse for one another.
 */
final class RandomTeller {

    /** What an answer promised. */
    interface Promise {
        void isKeptBy(TransferService transfers);
    }

    private final Random random;
    private final TransferService transfers;
    private final AccountService accounts;
    private final List<UUID> accountIds;
    private final Queue<UUID> holds;
    private final Queue<UUID> posted;
    private final List<TransferRequest> sent = new ArrayList<>();
    private final List<TransferRequest> held = new ArrayList<>();
    private final List<Promise> promises = new ArrayList<>();
    private final List<BankException> refusals = new ArrayList<>();

    RandomTeller(Random random, Bank bank, List<UUID> accountIds, Queue<UUID> holds, Queue<UUID> posted) {
        this.random = random;
        this.transfers = bank.transfers();
        this.accounts = bank.accounts();
        this.accountIds = accountIds;
        this.holds = holds;
        this.posted = posted;
    }

    List<Promise> promises() {
        return promises;
    }

    List<BankException> refusals() {
        return refusals;
    }

    RandomTeller work(int steps) {
        for (int i = 0; i < steps; i++) {
            try {
                step();
            } catch (BankException refusal) {
                refused(refusal);
            }
        }
        return this;
    }

    private void refused(BankException refusal) {
        assertThat(refusal.getOutcome()).isEqualTo(Outcome.NOT_DONE);
        refusals.add(refusal);
        if (refusal instanceof HoldNotPendingException ended) {
            promises.add(books -> hasStatus(books, ended.getHoldId(), ended.getStatus()));
        }
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> posted(transfers.transfer(anyRequest()));
            case 3 -> transfers.transferAll(List.of(anyRequest(), anyRequest())).forEach(this::posted);
            case 4 ->
                transfers
                        .transferEach(IntStream.range(0, 5)
                                .mapToObj(i -> anyRequest())
                                .toList())
                        .forEach(this::decided);
            case 5, 6, 7 -> hold();
            case 8, 9 -> capture(any(holds));
            case 10, 11 -> release(any(holds));
            case 12 -> transfers.expireHolds(5);
            case 13 -> reverse(any(posted));
            case 14 -> freeze(any(accountIds));
            default -> accounts.unfreeze(any(accountIds));
        }
    }

    private void posted(Transfer transfer) {
        posted.add(transfer.getId());
        promises.add(books -> assertThat(books.find(transfer.getId()))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(transfer));
    }

    private void decided(TransferOutcome outcome) {
        if (outcome instanceof Posted made) {
            assertThat(made.transfer().differenceTo(made.request())).isNull();
            posted(made.transfer());
        } else if (outcome instanceof TransferOutcome.Refused refused) {
            refused(refused.reason());
        }
    }

    private void hold() {
        boolean again = !held.isEmpty() && random.nextInt(5) == 0;
        TransferRequest request = again ? other(held.get(random.nextInt(held.size()))) : newRequest();
        if (!again) {
            held.add(request);
        }
        Hold hold = transfers.hold(request, random.nextInt(3) == 0 ? Duration.ofNanos(1_000) : Duration.ofHours(1));
        assertThat(hold.differenceTo(request)).isNull();
        holds.add(hold.getId());
        promises.add(books -> {
            Hold stored = books.findHold(hold.getId()).orElseThrow();
            if (hold.getStatus() == HoldStatus.PENDING) {
                assertThat(stored)
                        .usingRecursiveComparison()
                        .ignoringFields("status", "captured", "endedAt")
                        .isEqualTo(hold);
            } else {
                assertThat(stored).usingRecursiveComparison().isEqualTo(hold);
            }
        });
    }

    private void capture(UUID id) {
        Transfer transfer = random.nextBoolean() ? transfers.capture(id) : transfers.capture(id, anyAmount(60));
        posted(transfer);
        promises.add(books -> {
            hasStatus(books, id, HoldStatus.CAPTURED);
            assertThat(books.findHold(id).orElseThrow().getCapturedAmount()).isEqualTo(transfer.getAmount());
        });
    }

    private void release(UUID id) {
        Hold released = transfers.release(id);
        promises.add(books -> assertThat(books.findHold(id).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(released));
    }

    private void reverse(UUID id) {
        Transfer reversal = switch (random.nextInt(3)) {
            case 0 -> transfers.reverse(id);
            case 1 -> transfers.reverse(id, anyAmount(10));
            default -> transfers.reverse(id, anyAmount(10), UUID.randomUUID());
        };
        assertThat(reversal.getReversesId()).isEqualTo(id);
        posted(reversal);
    }

    private void freeze(UUID id) {
        if (random.nextBoolean()) {
            accounts.freezeDebits(id);
        } else {
            accounts.freezeCredits(id);
        }
    }

    private static void hasStatus(TransferService books, UUID holdId, HoldStatus status) {
        assertThat(books.findHold(holdId).orElseThrow().getStatus()).isEqualTo(status);
    }

    /** Mostly a new one; at times one that was sent before, or its id with other content. */
    private TransferRequest anyRequest() {
        if (!sent.isEmpty() && random.nextInt(8) == 0) {
            return other(sent.get(random.nextInt(sent.size())));
        }
        TransferRequest request = newRequest();
        sent.add(request);
        return request;
    }

    private TransferRequest other(TransferRequest earlier) {
        return random.nextInt(3) > 0 ? earlier : earlier.withReference("another");
    }

    private TransferRequest newRequest() {
        int from = random.nextInt(accountIds.size());
        int to = (from + 1 + random.nextInt(accountIds.size() - 1)) % accountIds.size();
        Money amount = anyAmount(50);
        return random.nextInt(4) == 0
                ? TransferRequest.upTo(accountIds.get(from), accountIds.get(to), amount)
                : TransferRequest.of(accountIds.get(from), accountIds.get(to), amount);
    }

    private Money anyAmount(int most) {
        return cents(1 + random.nextInt(most));
    }

    /** One of those that anybody has made, preferably a late one; where there is none yet, one that does not exist. */
    private UUID any(Queue<UUID> ids) {
        List<UUID> all = List.copyOf(ids);
        return all.isEmpty() ? UUID.randomUUID() : all.get(all.size() - 1 - random.nextInt(Math.min(all.size(), 60)));
    }

    private UUID any(List<UUID> ids) {
        return ids.get(random.nextInt(ids.size()));
    }
}
