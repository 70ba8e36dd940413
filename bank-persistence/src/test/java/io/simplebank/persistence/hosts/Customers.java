package io.simplebank.persistence.hosts;

import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.joda.money.Money;

/** Whose accounts a scenario uses, and what it asks for under which id. None of them is another scenario's. */
final class Customers {

    final UUID world = UUID.randomUUID();
    final UUID alice = UUID.randomUUID();
    final UUID bob = UUID.randomUUID();

    /** With letters that are not ASCII, quotes, a backslash, a sign outside the basic plane, and nothing to be trimmed of. */
    final TransferRequest salary = TransferRequest.of(world, alice, eur("100.00"))
            .withId(UUID.randomUUID())
            .withReference(" füß 'n\\ \"ω\" \uD83D\uDCB0 " + alice + " ");

    final TransferRequest reserved =
            TransferRequest.of(alice, bob, eur("10.00")).withId(UUID.randomUUID());

    final Instant before = Instant.now().minusSeconds(60);

    final OpenAccount openWorld = OpenAccount.of("world", EUR).withId(world).withoutMinimumBalance();
    final OpenAccount openAlice = OpenAccount.of("alice", EUR).withId(alice);
    final OpenAccount openBob = OpenAccount.of("bob", EUR).withId(bob).withMaximumBalance(eur("1000.00"));

    /** By no parser, which might look at the JVM's locale. */
    static Money eur(String amount) {
        return Money.of(EUR, new BigDecimal(amount));
    }
}
