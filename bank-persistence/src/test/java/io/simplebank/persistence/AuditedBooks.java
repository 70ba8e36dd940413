package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.USD;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.TestClock;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Small books with something of everything, right at first. Whatever is in them has a name, to be used in SQL as
 * {@code :name}. They can be damaged behind the back of every trigger, key and CHECK, and repaired.
 *
 * <pre>
 *                 minute   alice        bob          world     dollars   carol     dave
 * salary            1      1: 10000                  1: -10000
 * rent              2      2: -3000     1: 3000
 * change            3      3:   500     2: -500
 * refund of rent    4      4:  1000     3: -1000
 * dinner            5      5:  -400     4:  400                                            captured, 400 of 600
 * wages             6                                          1: -5000  1: 5000           in USD
 *                          8100         1900         -10000    -5000     5000    closed
 * trip                     holds 700                                                       pending, for bob
 * taxi                                                                                     released, alice for bob
 * ticket                                                                                   expired, bob for alice
 * </pre>
 */
final class AuditedBooks {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final List<String> TABLES = List.of("accounts", "transfers", "entries", "holds", "currencies");

    private final Map<String, UUID> ids = new HashMap<>();

    /** With triggers off. Ends with the database. */
    private final Connection superuser;

    private AuditedBooks(Connection superuser) {
        this.superuser = superuser;
    }

    /** Makes the books through the library. */
    static AuditedBooks in(TestDatabase database) throws SQLException {
        Connection superuser = database.superuser().getConnection();
        try (Statement statement = superuser.createStatement()) {
            statement.execute("set session_replication_role = replica");
        }
        AuditedBooks books = new AuditedBooks(superuser);
        TestClock clock = TestClock.startingAt(NOON);
        try (Bank bank = Bank.at(database.url()).poolSize(1).clock(clock).open()) {
            books.fill(bank, clock);
        }
        return books;
    }

    private void fill(Bank bank, TestClock clock) {
        open(bank, "world", EUR);
        open(bank, "alice", EUR);
        open(bank, "bob", EUR);
        open(bank, "dollars", USD);
        open(bank, "carol", USD);
        open(bank, "dave", EUR);
        bank.accounts().close(id("dave"));

        TransferService transfers = bank.transfers();
        clock.advance(MINUTE);
        transfers.transfer(request("salary", "world", "alice", eur("100.00")));
        clock.advance(MINUTE);
        transfers.transfer(request("rent", "alice", "bob", eur("30.00")));
        clock.advance(MINUTE);
        transfers.transfer(request("change", "bob", "alice", eur("5.00")));
        clock.advance(MINUTE);
        ids.put("refund", transfers.reverse(id("rent"), eur("10.00")).getId());

        transfers.hold(request("dinner", "alice", "bob", eur("6.00")), HOUR);
        transfers.hold(request("trip", "alice", "bob", eur("7.00")), HOUR);
        transfers.hold(request("taxi", "alice", "bob", eur("8.00")), HOUR);
        transfers.hold(request("ticket", "bob", "alice", eur("9.00")), MINUTE);
        clock.advance(MINUTE);
        transfers.capture(id("dinner"), eur("4.00"));
        transfers.release(id("taxi"));
        transfers.expireHolds(10);
        clock.advance(MINUTE);
        transfers.transfer(request("wages", "dollars", "carol", Money.parse("USD 50.00")));
    }

    private void open(Bank bank, String name, CurrencyUnit currency) {
        OpenAccount request = OpenAccount.of(name, currency);
        ids.put(name, request.id());
        boolean isSource = name.equals("world") || name.equals("dollars");
        bank.accounts().open(isSource ? request.withoutMinimumBalance() : request);
    }

    private TransferRequest request(String name, String from, String to, Money amount) {
        TransferRequest request = TransferRequest.of(id(from), id(to), amount);
        ids.put(name, request.id());
        return request;
    }

    UUID id(String name) {
        return ids.get(name);
    }

    /** Nothing protects the tables from now on, and {@link #repair} can bring back what they were. */
    void takeAwayEveryConstraint() throws SQLException {
        execute("create schema backup");
        for (String table : TABLES) {
            execute("create table backup.%1$s as table bank.%1$s".formatted(table));
        }
        execute("""
                do $$
                declare
                  a_constraint record;
                begin
                  for a_constraint in
                    select conrelid::regclass as relation, conname from pg_constraint
                    where connamespace = 'bank'::regnamespace and contype <> 'n' order by contype
                  loop
                    execute format('alter table %s drop constraint if exists %I cascade', a_constraint.relation, a_constraint.conname);
                  end loop;
                end $$""");
    }

    void damage(String sql) throws SQLException {
        String withIds = sql;
        for (Map.Entry<String, UUID> named : ids.entrySet()) {
            withIds = withIds.replaceAll(":" + named.getKey() + "\\b", "'" + named.getValue() + "'");
        }
        execute(withIds);
    }

    void repair() throws SQLException {
        for (String table : TABLES) {
            execute("delete from bank.%1$s; insert into bank.%1$s overriding system value table backup.%1$s"
                    .formatted(table));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    /** With names for ids. */
    String inWords(Object text) {
        String words = text.toString();
        for (Map.Entry<String, UUID> named : ids.entrySet()) {
            words = words.replace(named.getValue().toString(), named.getKey());
        }
        return words;
    }
}
