package io.simplebank.persistence.torture;

import io.simplebank.domain.BankException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import io.simplebank.persistence.torture.Answer.Result;
import io.simplebank.persistence.torture.Wish.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** Makes calls, and writes down before each what is asked for and after it what was told. Thread-safe. */
final class Till {

    private static final Duration LONG = Duration.ofHours(1);

    private final TransferService transfers;
    private final Application application;
    private final History history;
    private final Runnable afterAcknowledgement;

    /**
     * @param application which joins the bank in its own transactions
     * @param afterAcknowledgement told of each transfer that the bank has acknowledged, in a transaction of its own
     */
    Till(Bank bank, Application application, History history, Runnable afterAcknowledgement) {
        this.transfers = bank.transfers();
        this.application = application;
        this.history = history;
        this.afterAcknowledgement = afterAcknowledgement;
    }

    /** Asks for one thing. */
    Result ask(Wish wish) {
        Operation operation = write(wish, Operation.ALONE);
        try {
            return acknowledged(operation, call(wish));
        } catch (BankException failure) {
            return tell(Answer.of(operation.number(), failure));
        } catch (Application.Failure failure) {
            return tell(Answer.of(operation.number(), failure));
        }
    }

    private String call(Wish wish) {
        return switch (wish.kind()) {
            case TRANSFER, UP_TO -> amount(transfers.transfer(request(wish)));
            case HOLD -> transfers.hold(request(wish), LONG).getStatus().name();
            case CAPTURE -> amount(transfers.capture(wish.id(), wish.amount()));
            case RELEASE -> transfers.release(wish.id()).getStatus().name();
            case REVERSAL ->
                amount(transfers.reverse(Objects.requireNonNull(wish.reverses()), wish.amount(), wish.id()));
            case JOINED -> amount(application.order(wish.id(), request(wish)));
            case ROLLED_BACK -> amount(application.thinkBetterOfIt(wish.id(), request(wish)));
        };
    }

    /** Asks for several transfers, all of them or none. */
    void askForAll(List<Wish> wishes) {
        long linked = history.nextNumber();
        List<Operation> operations =
                wishes.stream().map(wish -> write(wish, linked)).toList();
        try {
            List<Transfer> posted =
                    transfers.transferAll(wishes.stream().map(Till::request).toList());
            for (int i = 0; i < posted.size(); i++) {
                acknowledged(operations.get(i), amount(posted.get(i)));
            }
        } catch (BankException failure) {
            operations.forEach(operation -> tell(Answer.of(operation.number(), failure)));
        }
    }

    /** Asks for several transfers, each on its own. */
    void askForEach(List<Wish> wishes) {
        Deque<Operation> unanswered = new ArrayDeque<>();
        wishes.forEach(wish -> unanswered.add(write(wish, Operation.ALONE)));
        try {
            transfers.transferEach(wishes.stream().map(Till::request), outcome -> {
                Operation operation = unanswered.remove();
                if (outcome instanceof TransferOutcome.Refused refused) {
                    tell(Answer.of(operation.number(), refused.reason()));
                } else if (outcome instanceof TransferOutcome.Posted posted) {
                    acknowledged(operation, amount(posted.transfer()));
                }
            });
        } catch (BankException failure) {
            // It speaks of the one that it names; those behind that one may have been under way.
            unanswered.forEach(operation -> tell(
                    operation.wish().id().equals(failure.getRequestId())
                            ? Answer.of(operation.number(), failure)
                            : Answer.unknown(operation.number(), failure)));
        }
    }

    private static TransferRequest request(Wish wish) {
        TransferRequest request = wish.kind() == Kind.UP_TO
                ? TransferRequest.upTo(wish.from(), wish.to(), wish.amount())
                : TransferRequest.of(wish.from(), wish.to(), wish.amount());
        return request.withId(wish.id()).withReference(wish.reference());
    }

    private static String amount(Transfer transfer) {
        return transfer.getAmount().toString();
    }

    private Operation write(Wish wish, long linked) {
        Operation operation = new Operation(history.nextNumber(), linked, wish);
        history.write(operation);
        return operation;
    }

    private Result acknowledged(Operation operation, String detail) {
        Result result = tell(Answer.acknowledged(operation.number(), detail));
        if (operation.wish().kind().isTransfer() && operation.wish().kind() != Kind.JOINED) {
            afterAcknowledgement.run();
        }
        return result;
    }

    private Result tell(Answer answer) {
        history.write(answer);
        return answer.result();
    }
}
