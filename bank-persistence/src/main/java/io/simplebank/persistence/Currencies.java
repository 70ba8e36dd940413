package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.CurrencyMismatchException;
import io.simplebank.persistence.AccountLocks.Locked;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.hibernate.SharedSessionContract;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * How many decimal places a ledger counts each currency with: {@code bank.currencies}, as far as a bank has read it. What is
 * written there never changes, so that a posting need not ask again. Thread-safe.
 */
final class Currencies {

    /** And whether they are committed: the age of what this transaction has written, in a savepoint too, is not above 0. */
    private static final String FIND = """
            select c.code, c.exponent, pg_catalog.age(c.xmin) > 0
            from bank.currencies c where c.code = any((select ?)::pg_catalog.text[])""";

    /**
     * Whoever is writing the same down has an advisory lock until he commits, and a caller's transaction may take its time:
     * nobody waits for that, and nothing is written down then. The keys are "simp" and the code.
     */
    private static final String ENTER = """
            insert into bank.currencies (code, exponent)
            select c.code, c.exponent from unnest(?::pg_catalog.text[], ?::smallint[]) c (code, exponent)
            where pg_catalog.pg_try_advisory_xact_lock(1936289136, pg_catalog.hashtext(c.code))
            on conflict (code) do nothing""";

    /**
     * What was read on each of the driver's connections, which leads to one ledger: a caller's entity manager may belong to
     * one tenant after the other.
     */
    private static final Map<Object, Map<String, Integer>> OF_CONNECTIONS =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    /** Has accounts know the decimal places, where they were read without. Asks for what is not known yet. */
    Locked complete(SharedSessionContract session, Locked locked) {
        Set<String> unknown = new HashSet<>();
        for (Account account : locked.accounts()) {
            if (!known.containsKey(account.getCurrencyCode())) {
                unknown.add(account.getCurrencyCode());
            }
        }
        if (!unknown.isEmpty()) {
            find(session, unknown, known);
        }
        List<Account> accounts = new ArrayList<>(locked.accounts().size());
        for (Account account : locked.accounts()) {
            accounts.add(account.copy(known.get(account.getCurrencyCode())));
        }
        return new Locked(accounts, locked.transferSeen(), locked.holdSeen());
    }

    /** Has rows know the decimal places, which are asked for once on each connection. */
    static <T> List<T> counted(
            SharedSessionContract session, List<T> rows, Function<T, String> code, BiFunction<T, Integer, T> counted) {
        Set<String> codes = new HashSet<>();
        rows.forEach(row -> codes.add(code.apply(row)));
        Map<String, Integer> places = ofConnection(session, codes);
        List<T> all = new ArrayList<>(rows.size());
        for (T row : rows) {
            Integer its = places.get(code.apply(row));
            all.add(its == null ? row : counted.apply(row, its));
        }
        return all;
    }

    /** Those of the currencies that are written down, which are asked for once on each connection. */
    static Map<String, Integer> ofConnection(SharedSessionContract session, Set<String> codes) {
        if (codes.isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> its = session.doReturningWork(connection -> {
            DriversConnection drivers = DriversConnection.of(connection);
            return drivers == null
                    ? new HashMap<String, Integer>()
                    : OF_CONNECTIONS.computeIfAbsent(drivers.connection(), first -> new ConcurrentHashMap<>());
        });
        Set<String> unknown = new HashSet<>(codes);
        unknown.removeAll(its.keySet());
        if (unknown.isEmpty()) {
            return its;
        }
        Map<String, Integer> all = find(session, unknown, its);
        all.putAll(its);
        return all;
    }

    /** Those of the currencies that are written down. */
    static Map<String, Integer> find(SharedSessionContract session, Collection<String> codes) {
        return find(session, codes, new HashMap<>());
    }

    /** And remembers those that stay so. */
    private static Map<String, Integer> find(
            SharedSessionContract session, Collection<String> codes, Map<String, Integer> remembered) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, FIND)) {
                setTexts(connection, statement, 1, codes);
                Map<String, Integer> places = new HashMap<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        places.put(rows.getString(1), rows.getInt(2));
                        if (rows.getBoolean(3)) {
                            remembered.put(rows.getString(1), rows.getInt(2));
                        }
                    }
                }
                return places;
            }
        });
    }

    /**
     * Writes down how this JVM counts the currencies of accounts that are about to change, where the ledger has not said so
     * yet: they were opened by plain SQL, or before it could.
     *
     * @throws CurrencyMismatchException if another session was first, and counts one of them otherwise
     */
    static void enter(SharedSessionContract session, Collection<Account> accounts) {
        Map<String, Integer> places = new HashMap<>();
        for (Account account : accounts) {
            Integer its = account.getDecimalPlaces() == null ? places(account.getCurrencyCode()) : null;
            if (its != null) {
                places.put(account.getCurrencyCode(), its);
            }
        }
        if (places.isEmpty()) {
            return;
        }
        session.doWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, ENTER)) {
                List<String> codes = List.copyOf(places.keySet());
                setTexts(connection, statement, 1, codes);
                statement.setArray(
                        2,
                        connection.createArrayOf(
                                "int2", codes.stream().map(places::get).toArray()));
                statement.executeUpdate();
            }
        });
        Map<String, Integer> written = find(session, places.keySet());
        accounts.forEach(account ->
                require(null, account.getId(), account.getCurrencyCode(), written.get(account.getCurrencyCode())));
    }

    /** Refuses an account's currency that Joda-Money counts otherwise than the ledger. One that it does not know, it does not. */
    static void require(@Nullable UUID requestId, UUID accountId, String code, @Nullable Integer ledgers) {
        Integer ours = places(code);
        if (ledgers != null && ours != null && !ledgers.equals(ours)) {
            throw new CurrencyMismatchException(requestId, "account", accountId, code, ledgers, ours);
        }
    }

    /** How Joda-Money counts a currency; {@code null} if it does not know it. */
    static @Nullable Integer places(String code) {
        try {
            return CurrencyUnit.of(code).getDecimalPlaces();
        } catch (IllegalCurrencyException unknown) {
            return null;
        }
    }

    /** The decimal places that a row gives; {@code null} if they are not written down. */
    static @Nullable Integer places(ResultSet row, int index) throws SQLException {
        int places = row.getInt(index);
        return row.wasNull() ? null : places;
    }

    private static void setTexts(
            Connection connection, PreparedStatement statement, int index, Collection<String> texts)
            throws SQLException {
        statement.setArray(index, connection.createArrayOf("text", texts.toArray()));
    }
}
