package io.simplebank.persistence;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements of a program that writes to the ledger by plain SQL: it locks what it computes from, and no more. */
final class PlainRace {

    private static final String NO_DATA = "02000";

    private PlainRace() {}

    /** A sweep that left a hold to others. */
    static final class PassedOver extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static void change(PlainSession session, String sql) throws SQLException {
        if (session.execute(sql) == 0) {
            throw new SQLException("found nothing to change", NO_DATA);
        }
    }

    static void set(PlainSession session, UUID account, String change, String condition) throws SQLException {
        change(session, AroundTheLibrary.update(account, change) + " and " + condition);
    }

    static void hold(PlainSession session, UUID from, UUID to, UUID id) throws SQLException {
        PlainHold hold = PlainHold.of(from, to, 80);
        hold.row.put("id", id);
        change(session, hold.place());
    }

    static void post(PlainSession session, UUID from, UUID to, long amount, UUID id, @Nullable UUID reverses)
            throws SQLException {
        lock(session, from, to);
        PlainPosting posting = PlainPosting.of(session, from, to, amount);
        Map<String, Object> transfer = posting.transfers.get(0);
        transfer.put("id", id);
        if (reverses != null) {
            transfer.put("reverses_id", reverses);
        }
        posting.entries.forEach(entry -> entry.put("transfer_id", id));
        change(session, posting.sql());
    }

    static void capture(PlainSession session, RaceGround ground) throws SQLException {
        lock(session, ground.alice, ground.shop);
        String row = session.column("select concat_ws(' ', status, reference) from bank.holds where id = '"
                        + ground.hold.id() + "'")
                .get(0);
        if (!row.startsWith("PENDING") || ground.kind == RaceGround.Kind.DUE) {
            throw new SQLException("has ended", NO_DATA);
        }
        PlainPosting posting = PlainPosting.of(session, ground.alice, ground.shop, 30);
        if (row.contains(" ")) {
            posting.transfers.get(0).put("reference", row.substring("PENDING ".length()));
        }
        change(session, ground.hold.capture(30, posting));
    }

    static void adjust(PlainSession session, RaceGround ground, long newBalance) throws SQLException {
        lock(session, ground.shop, ground.world);
        long difference = newBalance
                - Long.parseLong(session.column("select balance from bank.accounts where id = '" + ground.shop + "'")
                        .get(0));
        PlainPosting posting = difference > 0
                ? PlainPosting.of(session, ground.world, ground.shop, difference)
                : PlainPosting.of(session, ground.shop, ground.world, -difference);
        if (difference != 0) {
            change(session, posting.sql());
        }
    }

    /** Under the lock that a capture has, which would bring the reference back otherwise. */
    static void blank(PlainSession session, RaceGround ground) throws SQLException {
        lock(session, ground.alice, ground.shop);
        UUID id = ground.hold.id();
        change(session, "update bank.holds set reference = null where id = '%s'".formatted(id));
        session.execute("update bank.transfers set reference = null where id = '%s'".formatted(id));
    }

    private static void lock(PlainSession session, UUID one, UUID other) throws SQLException {
        int found = session.column("select id from bank.accounts where id in ('%s', '%s') order by id for no key update"
                        .formatted(one, other))
                .size();
        if (found < 2) {
            throw new SQLException("no such account", NO_DATA);
        }
    }
}
