package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A text comes back equal to the last bit and is found by just this text, or it is refused by its name. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class HostileTextTest {

    private static final String TEXTS = "io.simplebank.persistence.HostileTexts#";

    private final Scene scene;
    private final TransferService transfers;
    private final AccountService accounts;

    HostileTextTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        transfers = scene.transfers();
        accounts = scene.accounts();
    }

    @ParameterizedTest
    @MethodSource(TEXTS + "accepted")
    void anOwnerComesBackAsItWas(String owner) {
        OpenAccount request = OpenAccount.of(owner, EUR);
        UUID id = accounts.open(request).getId();

        assertThat(accounts.get(id).getOwner()).isEqualTo(owner);
        assertThat(accounts.open(request).getOwner()).isEqualTo(owner); // again: no conflict
        assertThat(accounts.list(owner, 0, 100))
                .extracting(Account::getOwner)
                .containsOnly(owner)
                .isNotEmpty();
        assertThat(accounts.list(owner, 0, 100)).extracting(Account::getId).contains(id);
    }

    @ParameterizedTest
    @MethodSource({TEXTS + "accepted", TEXTS + "blank"})
    void aReferenceComesBackAsItWas(String reference) {
        UUID world = scene.world();
        UUID alice = scene.with(eur("10.00"));
        TransferRequest request = TransferRequest.of(world, alice, eur("1.00")).withReference(reference);
        TransferRequest reserved = TransferRequest.of(alice, world, eur("1.00")).withReference(reference);

        transfers.transfer(request);
        Hold hold = transfers.hold(reserved, Duration.ofHours(1));
        transfers.capture(hold.getId());

        assertThat(hold.getReference()).isEqualTo(reference);
        assertThat(transfers.find(request.id()).orElseThrow().getReference()).isEqualTo(reference);
        assertThat(transfers.transfer(request).getId()).isEqualTo(request.id()); // again: no conflict
        assertThat(transfers.listByReference(reference, null, 100))
                .allSatisfy(found -> assertThat(found.getReference()).isEqualTo(reference))
                .extracting(Transfer::getId)
                .contains(request.id(), reserved.id());
    }

    @Test
    void whatLooksAlikeIsNotTheSame() {
        UUID world = scene.world();
        UUID alice = scene.empty();
        HostileTexts.all().stream()
                .filter(text -> !HostileTexts.REFUSED.containsValue(text))
                .forEach(text -> transfers.transfer(TransferRequest.of(world, alice, eur("1.00"))
                        .withReference("alike " + text.substring(0, Math.min(text.length(), 100)))));
        for (String one : new String[] {"caf\u00E9", "cafe\u0301", "alice", "al\u200Bice", "  alice\t", "ALICE"}) {
            TransferRequest request =
                    TransferRequest.of(world, alice, eur("1.00")).withReference("alike " + one);
            transfers.transfer(request);
            assertThat(transfers.listByReference("alike " + one, null, 100))
                    .allSatisfy(found -> assertThat(found.getReference()).isEqualTo("alike " + one))
                    .extracting(Transfer::getId)
                    .contains(request.id());
        }
    }

    @ParameterizedTest
    @MethodSource({TEXTS + "refused", TEXTS + "blank"})
    void anOwnerThatNoRowCanHoldIsRefusedByName(String owner) {
        assertRefused("owner", owner, () -> accounts.open(OpenAccount.of(owner, EUR)));
    }

    @ParameterizedTest
    @MethodSource(TEXTS + "refused")
    void aReferenceThatNoRowCanHoldIsRefusedByName(String reference) {
        UUID world = scene.world();
        UUID alice = scene.empty();
        assertRefused(
                "reference",
                reference,
                () -> transfers.transfer(
                        TransferRequest.of(world, alice, eur("1.00")).withReference(reference)));
    }

    /** Nor is it quoted: what was pasted into the wrong field may be a secret. */
    private void assertRefused(String name, String text, ThrowingCallable call) {
        IllegalArgumentException refusal = scene.impossible(call);
        assertThat(refusal).hasMessageStartingWith(name + " must");
        assertThat(text.length() > 3 && String.valueOf(refusal.getMessage()).contains(text))
                .isFalse();
    }
}
