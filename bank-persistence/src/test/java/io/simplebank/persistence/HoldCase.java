package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.joda.money.Money;

/** A hold of 400 cents on an account that may be overdrawn; before it, nothing stands on either account. */
record HoldCase(Scene scene, TransferRequest request) {

    static final Duration AN_HOUR = Duration.ofHours(1);

    /** The shortest time to live: whoever looks next finds it over. */
    static final Duration OVER_AT_ONCE = Duration.ofNanos(1_000);

    static HoldCase of(Scene scene) {
        UUID from = scene.accounts()
                .open(OpenAccount.of("somebody", EUR).withMinimumBalance(eur("-10.00")))
                .getId();
        return new HoldCase(
                scene, TransferRequest.of(from, scene.empty(), cents(400)).withReference("order 4711"));
    }

    /** What was done to the hold before. */
    enum Before {
        PENDING(hold -> hold.place(AN_HOUR)),
        DUE(hold -> hold.place(OVER_AT_ONCE)),
        CAPTURED(hold -> hold.place(AN_HOUR).capture(hold.id())),
        CAPTURED_IN_PART(hold -> hold.place(AN_HOUR).capture(hold.id(), cents(300))),
        RELEASED(hold -> hold.place(AN_HOUR).release(hold.id())),
        EXPIRED(hold -> hold.place(OVER_AT_ONCE).expireHolds(1_000));

        private final Consumer<HoldCase> steps;

        Before(Consumer<HoldCase> steps) {
            this.steps = steps;
        }

        void happenTo(HoldCase hold) {
            steps.accept(hold);
        }
    }

    /** What can be done to it. */
    enum Operation {
        HOLD_AGAIN(hold -> hold.transfers().hold(hold.request(), Duration.ofHours(7))),
        HOLD_MORE(hold -> hold.transfers().hold(hold.requestOf(cents(401)), AN_HOUR)),
        CAPTURE(hold -> hold.transfers().capture(hold.id())),
        CAPTURE_400(hold -> hold.transfers().capture(hold.id(), cents(400))),
        CAPTURE_300(hold -> hold.transfers().capture(hold.id(), cents(300))),
        CAPTURE_401(hold -> hold.transfers().capture(hold.id(), cents(401))),
        CAPTURE_DOLLARS(hold -> hold.transfers().capture(hold.id(), Money.parse("USD 3.00"))),
        RELEASE(hold -> hold.transfers().release(hold.id())),
        EXPIRE(hold -> hold.transfers().expireHolds(1_000)),
        TRANSFER(hold -> hold.transfers().transfer(hold.request())),
        REVERSE(hold -> hold.transfers().reverse(hold.id())),
        CLOSE_FROM(hold -> hold.close(hold.request().fromAccountId())),
        CLOSE_TO(hold -> hold.close(hold.request().toAccountId()));

        private final Function<HoldCase, Object> call;

        Operation(Function<HoldCase, Object> call) {
            this.call = call;
        }

        Object on(HoldCase hold) {
            return call.apply(hold);
        }
    }

    UUID id() {
        return request.id();
    }

    TransferService transfers() {
        return scene.transfers();
    }

    Account from() {
        return scene.accounts().get(request.fromAccountId());
    }

    Account to() {
        return scene.accounts().get(request.toAccountId());
    }

    /** As it is stored. */
    Hold stored() {
        return transfers().findHold(id()).orElseThrow();
    }

    private TransferService place(Duration timeToLive) {
        transfers().hold(request, timeToLive);
        return transfers();
    }

    private TransferRequest requestOf(Money amount) {
        return new TransferRequest(id(), request.fromAccountId(), request.toAccountId(), amount, request.reference());
    }

    private String close(UUID accountId) {
        scene.accounts().close(accountId);
        return "closed";
    }
}
