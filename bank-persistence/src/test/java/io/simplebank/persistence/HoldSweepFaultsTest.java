package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.BankListener.Answers;
import io.simplebank.persistence.BankListener.Kind;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds that cannot be ended, because they are locked or because the database refuses it, keep no other from expiring. */
class HoldSweepFaultsTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final TestDatabase database = TestDatabase.create();
    private final ClockByHand clock = new ClockByHand(Instant.parse("2030-01-01T12:00:00Z"));
    private final List<Answers> heard = Collections.synchronizedList(new ArrayList<>());
    private final Bank bank = Bank.at(database.url())
            .clock(clock)
            .listener(new BankListener() {
                @Override
                public void onAnswers(Answers answers) {
                    if (answers.kind() == Kind.RELEASE) {
                        heard.add(answers);
                    }
                }
            })
            .open();
    private final Scene scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
    private final UUID shop = scene.empty();
    private final UUID guilty = scene.with(eur("10.00"));
    private final UUID innocent = scene.with(eur("10.00"));

    @AfterEach
    void theBooksAreRight() throws Exception {
        bank.close();
        TheBooks.areRight(database.dataSource());
        HeldMoney.isRight(database.dataSource());
        database.close();
    }

    private Hold hold(UUID account, String reference) {
        return bank.transfers().hold(TransferRequest.of(account, shop, cents(1)).withReference(reference), AN_HOUR);
    }

    private List<Hold> holds(UUID account, int number) {
        return IntStream.range(0, number).mapToObj(i -> hold(account, "rent")).toList();
    }

    private HoldStatus status(Hold hold) {
        return bank.transfers().findHold(hold.getId()).orElseThrow().getStatus();
    }

    private void superuser(String sql) throws SQLException {
        PlainSql.execute(database.superuser(), sql);
    }

    @Test
    void manyOnALockedAccountDoNotCountTowardsTheLimit() throws Exception {
        List<Hold> busy = holds(guilty, 20);
        clock.advance(Duration.ofSeconds(1));
        Hold hold = hold(innocent, "rent");
        clock.advance(AN_HOUR);

        try (ForeignSession foreign = new ForeignSession(database.dataSource()).hold(guilty)) {
            assertThat(bank.transfers().expireHolds(5)).isOne();
            assertThat(status(hold)).isEqualTo(HoldStatus.EXPIRED);
            assertThat(bank.transfers().expireHolds(5)).isZero();
            foreign.release();
        }
        assertThat(busy).allSatisfy(other -> assertThat(status(other)).isEqualTo(HoldStatus.PENDING));
        assertThat(bank.transfers().expireHolds(50)).isEqualTo(20);
        assertThat(heard).isEmpty();
    }

    @Test
    void oneThatIsLockedItselfIsPassedOver() throws Exception {
        Hold locked = hold(guilty, "rent");
        clock.advance(Duration.ofSeconds(1));
        Hold other = hold(guilty, "rent");
        Hold hold = hold(innocent, "rent");
        clock.advance(AN_HOUR);

        try (Connection foreign = database.dataSource().getConnection();
                Statement statement = foreign.createStatement()) {
            foreign.setAutoCommit(false);
            statement.execute("select from bank.holds where id = '" + locked.getId() + "' for update");
            assertThat(bank.transfers().expireHolds(2)).isEqualTo(2);
            assertThat(status(other)).isEqualTo(HoldStatus.EXPIRED);
            assertThat(status(hold)).isEqualTo(HoldStatus.EXPIRED);
            assertThat(bank.transfers().expireHolds(2)).isZero();
            foreign.rollback();
        }
        assertThat(bank.transfers().expireHolds(2)).isOne();
    }

    @Test
    void anAccountThatCannotBeWrittenKeepsNoOtherFromExpiring() throws Exception {
        List<Hold> stuck = holds(guilty, 20);
        clock.advance(Duration.ofSeconds(1));
        List<Hold> free = holds(innocent, 3);
        clock.advance(AN_HOUR);
        superuser("update bank.accounts set version = 9223372036854775807 where id = '%s'".formatted(guilty));

        assertThat(bank.transfers().expireHolds(2)).isEqualTo(2);
        assertThat(bank.transfers().expireHolds(100)).isOne();
        assertThat(free).allSatisfy(hold -> assertThat(status(hold)).isEqualTo(HoldStatus.EXPIRED));
        assertThat(heard)
                .hasSizeBetween(4, 8)
                .allSatisfy(answers -> assertThat(answers.error()).isEqualTo(PostingRefusedException.class));
        assertThatThrownBy(() -> bank.transfers().expireHolds(100))
                .isInstanceOfSatisfying(
                        PostingRefusedException.class,
                        refusal -> assertThat(stuck.stream().map(Hold::getId)).contains(refusal.getRequestId()));

        superuser("update bank.accounts set version = 1 where id = '%s'".formatted(guilty));
        assertThat(bank.transfers().expireHolds(100)).isEqualTo(20);
    }

    @Test
    void oneThatAConstraintKeepsPendingKeepsNoOtherFromExpiringOfItsAccountNeither() throws Exception {
        Hold kept = hold(guilty, "kept");
        clock.advance(Duration.ofSeconds(1));
        List<Hold> others = holds(guilty, 6);
        Hold hold = hold(innocent, "rent");
        clock.advance(AN_HOUR);
        superuser("alter table bank.holds add constraint hosts_own check (reference <> 'kept' or status = 'PENDING')");

        assertThat(bank.transfers().expireHolds(3)).isEqualTo(3);
        assertThat(bank.transfers().expireHolds(100)).isEqualTo(4);
        assertThat(others).allSatisfy(other -> assertThat(status(other)).isEqualTo(HoldStatus.EXPIRED));
        assertThat(status(hold)).isEqualTo(HoldStatus.EXPIRED);
        assertThatThrownBy(() -> bank.transfers().expireHolds(100))
                .isInstanceOfSatisfying(PostingRefusedException.class, refusal -> {
                    assertThat(refusal.getConstraint()).isEqualTo("hosts_own");
                    assertThat(refusal.getRequestId()).isEqualTo(kept.getId());
                });
        assertThat(status(kept)).isEqualTo(HoldStatus.PENDING);
    }

    @Test
    void manyGuiltyAccountsAreAllPassedOver() throws Exception {
        List<UUID> accounts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            UUID account = scene.with(eur("1.00"));
            accounts.add(account);
            holds(account, 2);
        }
        clock.advance(Duration.ofSeconds(1));
        Hold hold = hold(innocent, "rent");
        clock.advance(AN_HOUR);
        for (UUID account : accounts) {
            superuser("alter table bank.accounts add constraint \"of_%s\" check (id <> '%s') not valid"
                    .formatted(account, account));
        }

        assertThat(bank.transfers().expireHolds(4)).isOne();
        assertThat(status(hold)).isEqualTo(HoldStatus.EXPIRED);
    }

    @Test
    void inTheCallersTransactionWhatIsLockedDoesNotCountEither() throws Exception {
        clock.set(Instant.parse("2020-01-01T12:00:00Z")); // a joined sweep goes by the system's
        holds(guilty, 20);
        clock.advance(Duration.ofSeconds(1));
        Hold hold = hold(innocent, "rent");

        try (ForeignSession foreign = new ForeignSession(database.dataSource()).hold(guilty);
                var factory = PersistenceUnit.over(database.dataSource(), false)) {
            int swept = factory.callInTransaction(
                    entityManager -> TransferService.joining(entityManager).expireHolds(5));
            assertThat(swept).isOne();
            foreign.release();
        }
        assertThat(status(hold)).isEqualTo(HoldStatus.EXPIRED);
    }
}
