package io.simplebank.persistence;

import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferEvent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    /**
     * What changes when another ledger answers under the same name: the server's start and its timeline, which a promotion
     * begins anew; the database, the table, the sequence, and the files of these two, which TRUNCATE and CLUSTER replace,
     * too. And whether the transfer at which the feed was settled is where it was.
     */
    private static final String END = """
            select coalesce(last.feed_position, 0), last.id, pg_is_in_recovery(),
              concat_ws(' ', extract(epoch from pg_postmaster_start_time()),
                case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) end,
                (select oid from pg_database where datname = current_database()),
                'bank.transfers'::regclass::oid, pg_relation_filenode('bank.transfers'),
                numbers.sequence::oid, pg_relation_filenode(numbers.sequence)),
              (select id from bank.transfers where feed_position = ?)
            from (select pg_get_serial_sequence('bank.transfers', 'feed_position')::regclass) numbers (sequence)
            left join lateral (
              select feed_position, id from bank.transfers order by feed_position desc limit 1) last on true""";

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
              and exists (select from bank.transfers where feed_position = ? and id = ?)
            order by feed_position limit ?""";

    private FeedRows() {}

    /**
     * How far the ledger goes.
     *
     * @param last the last transfer that can be seen
     * @param ledger which ledger it is: another one says something else
     * @param isStandby whether the server only repeats what another one does
     * @param knowsSettled whether the transfer at which the feed was settled is there, at its number
     */
    record End(FeedMark last, String ledger, boolean isStandby, boolean knowsSettled) {}

    /**
     * @param settled how far the feed was settled
     */
    static End end(SharedSessionContract session, FeedMark settled) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, END)) {
                statement.setLong(1, settled.position());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return new End(
                            new FeedMark(row.getLong(1), row.getObject(2, UUID.class)),
                            row.getString(4),
                            row.getBoolean(3),
                            Objects.equals(row.getObject(5, UUID.class), settled.transferId()));
                }
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

    /** The transfers behind a number, up to another, in order; none if that is not at its number any more. */
    static List<TransferEvent> events(SharedSessionContract session, long after, FeedMark last, int limit) {
        return Currencies.counted(
                session,
                read(session, after, last, limit),
                event -> event.transfer().getCurrencyCode(),
                (event, decimalPlaces) ->
                        new TransferEvent(event.position(), TransferRows.counted(event.transfer(), decimalPlaces)));
    }

    private static List<TransferEvent> read(SharedSessionContract session, long after, FeedMark last, int limit) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, EVENTS)) {
                statement.setLong(1, after);
                statement.setLong(2, last.position());
                statement.setLong(3, last.position());
                statement.setObject(4, last.transferId());
                statement.setInt(5, limit);
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
