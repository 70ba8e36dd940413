package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferOutcome.Refused;
import io.simplebank.domain.TransferRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Each way to change something by the two services, and what another session may do to it in between. */
enum Write {
    TRANSFER(scene -> {
        TransferRequest payment = payment(scene);
        return transfer(payment, mine -> mine.transfers().transfer(payment), freezesTheReceiverOf(payment));
    }),
    TRANSFER_THAT_IS_BLANKED(scene -> {
        TransferRequest payment = payment(scene).withReference("secret");
        return transfer(
                payment,
                mine -> mine.transfers().transfer(payment),
                theirs -> theirs.transfers().blankReference(payment.id()));
    }),
    TRANSFER_OF_AN_ID_THAT_ANOTHER_TAKES(scene -> {
        TransferRequest payment = payment(scene);
        TransferRequest other = payment(scene).withId(payment.id());
        return new Case(
                mine -> mine.transfers().transfer(payment),
                theirs -> theirs.transfers().transfer(other),
                after -> after.transfers()
                        .find(payment.id())
                        .filter(posted -> posted.differenceTo(payment) == null)
                        .isPresent());
    }),
    TRANSFER_ALL(scene -> {
        TransferRequest payment = payment(scene);
        TransferRequest next = payment(scene);
        return transfer(
                payment, mine -> mine.transfers().transferAll(List.of(payment, next)), freezesTheReceiverOf(next));
    }),
    TRANSFER_EACH(scene -> {
        TransferRequest payment = payment(scene);
        return transfer(
                payment,
                mine -> {
                    if (mine.transfers().transferEach(List.of(payment)).get(0) instanceof Refused refused) {
                        throw refused.reason();
                    }
                },
                freezesTheReceiverOf(payment));
    }),
    SUBMIT(scene -> {
        TransferRequest payment = payment(scene);
        return transfer(
                payment,
                mine -> {
                    try {
                        mine.transfers().submit(payment).toCompletableFuture().join();
                    } catch (CompletionException failure) {
                        throw failure.getCause();
                    }
                },
                freezesTheReceiverOf(payment));
    }),
    REVERSE(scene -> {
        Transfer original = scene.transfers().transfer(payment(scene));
        UUID id = UUID.randomUUID();
        return new Case(
                mine -> mine.transfers().reverse(original.getId(), eur("1.00"), id),
                theirs -> theirs.accounts().freeze(original.getFromAccountId()),
                after -> after.transfers().find(id).isPresent());
    }),
    HOLD(scene -> {
        TransferRequest payment = payment(scene);
        return new Case(
                mine -> mine.transfers().hold(payment, Duration.ofHours(1)),
                theirs -> {
                    if (theirs.transfers().findHold(payment.id()).isPresent()) {
                        theirs.transfers().release(payment.id());
                    }
                    theirs.accounts().freeze(payment.fromAccountId());
                },
                after -> after.transfers().findHold(payment.id()).isPresent());
    }),
    HOLD_THAT_IS_BLANKED(scene -> {
        TransferRequest payment = payment(scene).withReference("secret");
        return new Case(
                mine -> mine.transfers().hold(payment, Duration.ofHours(1)),
                theirs -> theirs.transfers().blankReference(payment.id()),
                after -> after.transfers().findHold(payment.id()).isPresent());
    }),
    CAPTURE(scene -> {
        Hold hold = hold(scene);
        return new Case(
                mine -> mine.transfers().capture(hold.getId()),
                theirs -> theirs.transfers().release(hold.getId()),
                after -> after.transfers().find(hold.getId()).isPresent());
    }),
    RELEASE(scene -> {
        Hold hold = hold(scene);
        return new Case(
                mine -> mine.transfers().release(hold.getId()),
                theirs -> theirs.transfers().capture(hold.getId()),
                after -> after.transfers().findHold(hold.getId()).orElseThrow().getStatus() == HoldStatus.RELEASED);
    }),
    BLANK_REFERENCE(scene -> {
        Transfer transfer = scene.transfers().transfer(payment(scene).withReference("secret"));
        return new Case(
                mine -> mine.transfers().blankReference(transfer.getId()),
                theirs -> theirs.transfers().blankReference(transfer.getId()),
                after -> after.transfers().find(transfer.getId()).orElseThrow().getReference() == null);
    }),
    ADJUST_BALANCE(scene -> {
        UUID world = scene.world();
        return account(
                scene.empty(),
                (mine, id) -> mine.accounts().adjustBalance(id, eur("3.00"), world),
                (theirs, id) -> theirs.accounts().freeze(id),
                account -> account.getBalance().equals(eur("3.00")));
    }),
    OPEN(scene -> {
        OpenAccount request = OpenAccount.of("somebody", EUR);
        return new Case(
                mine -> mine.accounts().open(request),
                theirs -> {
                    theirs.accounts().find(request.id()).map(Account::getId).ifPresent(theirs.accounts()::delete);
                    theirs.accounts().open(OpenAccount.of("somebody else", EUR).withId(request.id()));
                },
                after -> after.accounts()
                        .find(request.id())
                        .filter(account -> account.getOwner().equals("somebody"))
                        .isPresent());
    }),
    CLOSE(scene -> account(
            scene.empty(),
            (mine, id) -> mine.accounts().close(id),
            (theirs, id) -> {
                theirs.accounts().reopen(id);
                theirs.accounts().freeze(id);
            },
            account -> account.getStatus() == AccountStatus.CLOSED)),
    CLOSE_THAT_IS_DELETED(scene -> account(
            scene.empty(),
            (mine, id) -> mine.accounts().close(id),
            (theirs, id) -> theirs.accounts().delete(id),
            account -> account.getStatus() == AccountStatus.CLOSED)),
    REOPEN(scene -> account(
            scene.closed(),
            (mine, id) -> mine.accounts().reopen(id),
            (theirs, id) -> {
                theirs.accounts().reopen(id);
                theirs.accounts().freeze(id);
            },
            account -> account.getStatus() == AccountStatus.OPEN)),
    FREEZE(frozen(AccountService::freeze, AccountStatus.FROZEN)),
    FREEZE_DEBITS(frozen(AccountService::freezeDebits, AccountStatus.DEBITS_FROZEN)),
    FREEZE_CREDITS(frozen(AccountService::freezeCredits, AccountStatus.CREDITS_FROZEN)),
    UNFREEZE(scene -> account(
            scene.frozen(eur("0.01")),
            (mine, id) -> mine.accounts().unfreeze(id),
            (theirs, id) -> theirs.accounts().freeze(id),
            account -> account.getStatus() == AccountStatus.OPEN)),
    SET_MINIMUM_BALANCE(scene -> account(
            scene.empty(),
            (mine, id) -> mine.accounts().setMinimumBalance(id, eur("-5.00")),
            (theirs, id) -> theirs.accounts().close(id),
            account -> eur("-5.00").equals(account.getMinimumBalance()))),
    SET_MAXIMUM_BALANCE(scene -> {
        UUID world = scene.world();
        return account(
                scene.empty(),
                (mine, id) -> mine.accounts().setMaximumBalance(id, eur("5.00")),
                (theirs, id) -> {
                    theirs.accounts().setMaximumBalance(id, null);
                    theirs.move(world, id, eur("6.00"));
                },
                account -> eur("5.00").equals(account.getMaximumBalance()));
    }),
    DELETE(scene -> {
        UUID id = scene.empty();
        UUID world = scene.world();
        return new Case(
                mine -> mine.accounts().delete(id),
                theirs -> {
                    theirs.accounts().open(OpenAccount.of("somebody", EUR).withId(id));
                    theirs.move(world, id, eur("1.00"));
                },
                after -> after.accounts().find(id).isEmpty());
    }),
    /** The bank that is called is told a time at which the hold is due. */
    EXPIRE_HOLDS(scene -> {
        Hold hold = scene.transfers().hold(payment(scene), Duration.ofSeconds(1));
        return new Case(
                mine -> mine.transfers().expireHolds(10),
                theirs -> theirs.transfers().release(hold.getId()),
                after -> after.transfers().findHold(hold.getId()).orElseThrow().getStatus() == HoldStatus.EXPIRED);
    });

    /** Something that is done by some session. */
    interface Act {
        void by(Scene scene) throws Throwable;
    }

    private interface ActOnAccount {
        void by(Scene scene, UUID accountId) throws Throwable;
    }

    /**
     * A call that is about to be made.
     *
     * @param call may be made again, for the same
     * @param change what another session may do afterwards, so that what was asked for is so no longer, if it can
     * @param isDone whether it is as was asked for
     */
    record Case(Act call, Act change, Predicate<Scene> isDone) {}

    private final Function<Scene, Case> prepare;

    Write(Function<Scene, Case> prepare) {
        this.prepare = prepare;
    }

    Case in(Scene scene) {
        return prepare.apply(scene);
    }

    private static TransferRequest payment(Scene scene) {
        return TransferRequest.of(scene.world(), scene.empty(), eur("1.00"));
    }

    private static Hold hold(Scene scene) {
        return scene.transfers().hold(payment(scene), Duration.ofDays(1));
    }

    private static Act freezesTheReceiverOf(TransferRequest payment) {
        return theirs -> theirs.accounts().freeze(payment.toAccountId());
    }

    private static Case transfer(TransferRequest payment, Act call, Act change) {
        return new Case(
                call, change, after -> after.transfers().find(payment.id()).isPresent());
    }

    private static Case account(UUID id, ActOnAccount call, ActOnAccount change, Predicate<Account> isDone) {
        return new Case(
                mine -> call.by(mine, id),
                theirs -> change.by(theirs, id),
                after -> after.accounts().find(id).filter(isDone).isPresent());
    }

    private static Function<Scene, Case> frozen(BiConsumer<AccountService, UUID> how, AccountStatus status) {
        return scene -> account(
                scene.empty(),
                (mine, id) -> how.accept(mine.accounts(), id),
                (theirs, id) -> {
                    theirs.accounts().unfreeze(id);
                    theirs.accounts().close(id);
                },
                account -> account.getStatus() == status);
    }
}
