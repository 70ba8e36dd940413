package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.PlainPosting.Move;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts that are not open are asked in one pass whether they let their entries through, however many they are. */
class ManyFrozenAccountsTest extends AroundTheLibrary {

    private final Bank bank;

    ManyFrozenAccountsTest(Bank bank) {
        this.bank = bank;
    }

    private List<UUID> open(int count, String status) throws SQLException {
        return session.column("""
                        insert into bank.accounts (id, owner, currency, balance, held, status, position, version, opened_at)
                        select gen_random_uuid(), 'somebody', 'EUR', 0, 0, '%s', 0, 0, now() from generate_series(1, %d)
                        returning id""".formatted(status, count)).stream()
                .map(UUID::fromString)
                .toList();
    }

    /** An account against all entries of the statement, for each account: that took longer than a statement may. */
    @ParameterizedTest
    @ValueSource(strings = {"OPEN", "DEBITS_FROZEN"})
    void tenThousandAreCreditedInOneStatement(String status) throws SQLException {
        List<TransferRequest> requests = open(10_000, status).stream()
                .map(account -> TransferRequest.of(alice, account, cents(1)))
                .toList();

        assertThat(bank.transfers().transferAll(requests)).hasSize(10_000);
    }

    @Test
    void findsTheOneAmongManyThatLetsNothingThrough() throws SQLException {
        List<Move> moves = new ArrayList<>();
        open(20, "DEBITS_FROZEN").forEach(account -> moves.add(new Move(alice, account, 1)));
        open(20, "CREDITS_FROZEN").forEach(account -> moves.add(new Move(account, alice, 1)));
        session.execute(PlainPosting.of(session, moves).sql());

        for (String status : List.of("CREDITS_FROZEN", "FROZEN")) {
            List<Move> more = new ArrayList<>(moves);
            more.add(17, new Move(alice, open(1, status).get(0), 1));
            session.assertRefused(PlainPosting.of(session, more).sql(), "entries_continue_the_chain");
        }
        List<Move> back = new ArrayList<>(moves);
        back.add(23, new Move(moves.get(3).to(), alice, 1)); // credited before, and rightly so
        session.assertRefused(PlainPosting.of(session, back).sql(), "entries_continue_the_chain");
    }
}
