package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountStatus;
import java.sql.PreparedStatement;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.SharedSessionContract;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Reads and changes single rows of {@code bank.accounts}. Balances are the {@link Journal}'s alone. */
final class AccountRows {

    private static final String INSERT = """
            insert into bank.accounts (id, owner, currency, balance, held, minimum_balance, maximum_balance,
              status, position, version, opened_at)
            values (?, ?, ?, 0, 0, ?, ?, ?, 0, 0, ?)
            on conflict (id) do nothing""";

    private AccountRows() {}

    /** Does nothing and returns false if there is an account of this id, even one that another transaction is just adding. */
    static boolean insert(SharedSessionContract session, Account account) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, INSERT)) {
                statement.setObject(1, account.getId());
                statement.setString(2, account.getOwner());
                statement.setString(3, account.getCurrencyCode());
                statement.setObject(4, account.getMinimumBalanceMinor(), Types.BIGINT);
                statement.setObject(5, account.getMaximumBalanceMinor(), Types.BIGINT);
                statement.setString(6, account.getStatus().name());
                statement.setObject(7, account.getOpenedAt().atOffset(ZoneOffset.UTC));
                return statement.executeUpdate() > 0;
            }
        });
    }

    static Optional<Account> find(SharedSessionContract session, UUID id) {
        return session.createSelectionQuery("select a from Account a where a.id = :id", Account.class)
                .setParameter("id", id)
                .uniqueResultOptional();
    }

    static List<Account> list(SharedSessionContract session, int offset, int limit) {
        return session.createSelectionQuery("select a from Account a order by a.id", Account.class)
                .setFirstResult(offset)
                .setMaxResults(limit)
                .getResultList();
    }

    static List<Account> list(SharedSessionContract session, String owner, int offset, int limit) {
        return session.createSelectionQuery(
                        "select a from Account a where a.owner = :owner order by a.id", Account.class)
                .setParameter("owner", owner)
                .setFirstResult(offset)
                .setMaxResults(limit)
                .getResultList();
    }

    static void setStatus(SharedSessionContract session, UUID id, AccountStatus status) {
        session.createMutationQuery("update versioned Account a set a.status = :status where a.id = :id")
                .setParameter("status", status)
                .setParameter("id", id)
                .executeUpdate();
    }

    static void setMinimumBalance(SharedSessionContract session, UUID id, @Nullable Money minimum) {
        session.createMutationQuery("update versioned Account a set a.minimumBalance = :minimum where a.id = :id")
                .setParameter("minimum", minorUnits(minimum), Long.class)
                .setParameter("id", id)
                .executeUpdate();
    }

    static void setMaximumBalance(SharedSessionContract session, UUID id, @Nullable Money maximum) {
        session.createMutationQuery("update versioned Account a set a.maximumBalance = :maximum where a.id = :id")
                .setParameter("maximum", minorUnits(maximum), Long.class)
                .setParameter("id", id)
                .executeUpdate();
    }

    private static @Nullable Long minorUnits(@Nullable Money limit) {
        return limit == null ? null : limit.getAmountMinorLong();
    }

    static void delete(SharedSessionContract session, UUID id) {
        session.createMutationQuery("delete from Account a where a.id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }
}
