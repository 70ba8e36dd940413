package io.simplebank.persistence;

import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferEvent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.SharedSessionContract;

/** What a {@link TransferFeed} asks, each question in a statement and so in a snapshot of its own: see {@link #PREFACE}. */
final class FeedRows {

    /**
     * Sets up the transaction. {@code read committed} is what the feed rests on: each statement sees what was committed
     * when it began. Whatever plan is made while the table is small, it is to read along the index.
     */
    static final String PREFACE = """
            set transaction isolation level read committed, read only;
            set local search_path = pg_catalog, pg_temp;
            set local enable_seqscan = off;
            set local enable_bitmapscan = off""";

    private static final String END = """
            select coalesce((select feed_position from bank.transfers order by feed_position desc limit 1), 0),
              pg_postmaster_start_time(), pg_is_in_recovery()""";

    /**
     * Who has the lock on the table that an INSERT takes before it draws a number, and keeps until its transaction has
     * ended and what it has done can be seen. A prepared transaction may have another name than before, but the same ids.
     */
    private static final String WRITERS = """
            with held as materialized (
              select * from pg_locks where granted
            )
            select writer.virtualtransaction, writer.pid is null as is_prepared, array(
                select own.transactionid::text from held own
                where own.locktype = 'transactionid' and own.mode = 'ExclusiveLock'
                  and own.virtualtransaction = writer.virtualtransaction) as ids
            from held writer
            where writer.locktype = 'relation' and writer.mode = 'RowExclusiveLock'
              and writer.relation = 'bank.transfers'::regclass
              and writer.database = (select oid from pg_database where datname = current_database())""";

    private static final String EVENTS = """
            select feed_position, id, from_account_id, to_account_id, currency, amount, reference, reverses_id, booked_at
            from bank.transfers where feed_position > ? and feed_position <= ?
            order by feed_position limit ?""";

    private FeedRows() {}

    /**
     * How far the ledger goes.
     *
     * @param position the last number that can be seen, 0 before the first
     * @param server since when the server has been running: another server says something else
     * @param isStandby whether it only repeats what another one does
     */
    record End(long position, OffsetDateTime server, boolean isStandby) {}

    static End end(SharedSessionContract session) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, END);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return new End(row.getLong(1), row.getObject(2, OffsetDateTime.class), row.getBoolean(3));
            }
        });
    }

    /** The transactions that may have drawn a number and have not ended. */
    static List<FeedWriter> writers(SharedSessionContract session) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, WRITERS);
                    ResultSet row = statement.executeQuery()) {
                List<FeedWriter> writers = new ArrayList<>();
                while (row.next()) {
                    writers.add(new FeedWriter(
                            row.getString("virtualtransaction"),
                            List.of((String[]) row.getArray("ids").getArray()),
                            row.getBoolean("is_prepared")));
                }
                return writers;
            }
        });
    }

    /** The transfers behind a number, up to another, in order. */
    static List<TransferEvent> events(SharedSessionContract session, long after, long last, int limit) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, EVENTS)) {
                statement.setLong(1, after);
                statement.setLong(2, last);
                statement.setInt(3, limit);
                try (ResultSet row = statement.executeQuery()) {
                    List<TransferEvent> events = new ArrayList<>();
                    while (row.next()) {
                        events.add(event(row));
                    }
                    return events;
                }
            }
        });
    }

    private static TransferEvent event(ResultSet row) throws SQLException {
        return new TransferEvent(
                row.getLong(1),
                Transfer.restore(
                        row.getObject(2, UUID.class),
                        row.getObject(3, UUID.class),
                        row.getObject(4, UUID.class),
                        row.getString(5),
                        row.getLong(6),
                        row.getString(7),
                        row.getObject(8, UUID.class),
                        row.getObject(9, OffsetDateTime.class).toInstant()));
    }
}
