package io.simplebank.persistence;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What one race is about: accounts of its own, and what became of them in words that two races have in common. */
final class RaceGround {

    /** How the ground is laid. */
    enum Kind {
        /** Alice has 100, the shop is new. */
        NEW,
        /** Besides, 30 of them are held for the shop. */
        HELD,
        /** The same, and the hold's time is over. */
        DUE,
        /** As new, but the shop is closed. */
        CLOSED
    }

    private static final AtomicLong COUNT = new AtomicLong();
    private static final String ANY_OTHER_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    final Kind kind;
    final UUID alice = next();
    final UUID shop = next();
    /** Where money comes from: the only one of them that may go below zero, beside the shop. */
    final UUID world = next();
    /** World to alice, 100. */
    final UUID original;

    final PlainHold hold = PlainHold.of(alice, shop, 30);
    final UUID firstId = UUID.randomUUID();
    final UUID secondId = UUID.randomUUID();

    RaceGround(Kind kind, PlainSession session) throws SQLException {
        this.kind = kind;
        session.execute("""
                insert into bank.accounts (id, owner, currency, balance, held, minimum_balance, status, position, version,
                  opened_at)
                values ('%s', 'alice', 'EUR', 0, 0, 0, 'OPEN', 0, 0, '2026-11-22T12:00:00Z'),
                  ('%s', 'shop', 'EUR', 0, 0, null, '%s', 0, 0, '2026-11-22T12:00:00Z'),
                  ('%s', 'world', 'EUR', 0, 0, null, 'OPEN', 0, 0, '2026-11-22T12:00:00Z')""".formatted(alice, shop, kind == Kind.CLOSED ? "CLOSED" : "OPEN", world));
        PlainPosting money = PlainPosting.of(session, world, alice, 100);
        session.execute(money.sql());
        original = (UUID) money.transfers.get(0).get("id");
        if (kind == Kind.DUE) {
            hold.row.put("expires_at", "2026-11-22T12:05:00Z");
        }
        if (kind == Kind.HELD || kind == Kind.DUE) {
            session.execute(hold.place());
        }
    }

    /** In ascending order, so that plain statements that take one row after the other do not deadlock with the library. */
    private static UUID next() {
        return new UUID(0x4000L | COUNT.incrementAndGet() << 16, 0x8000_0000_0000_0000L);
    }

    /** Everything that stands in the books about these accounts. */
    String state(PlainSession session) throws SQLException {
        List<String> rows = session.column("""
                select concat_ws(' ', owner, 'is', status, 'balance', balance, 'held', held, 'position', position,
                  'minimum', coalesce(minimum_balance::text, '-'), 'maximum', coalesce(maximum_balance::text, '-'))
                from bank.accounts where id in ('%1$s', '%2$s', '%3$s')
                union all
                select concat_ws(' ', 'transfer', id, from_account_id, to_account_id, amount,
                  coalesce(reverses_id::text, '-'), coalesce(reference, '-'))
                from bank.transfers where id in (
                  select transfer_id from bank.entries where account_id in ('%1$s', '%2$s', '%3$s'))
                union all
                select concat_ws(' ', 'hold', id, from_account_id, to_account_id, amount, status, captured,
                  coalesce(reference, '-'))
                from bank.holds where id in ('%4$s', '%5$s', '%6$s')""".formatted(alice, shop, world, hold.id(), firstId, secondId));
        return rows.stream().map(this::named).sorted().collect(Collectors.joining("; "));
    }

    /** The same with the ids of the first and the second exchanged. */
    static String turned(String state) {
        return Arrays.stream(state.split("; "))
                .map(row -> row.replace(" X ", " ? ").replace(" Y ", " X ").replace(" ? ", " Y "))
                .sorted()
                .collect(Collectors.joining("; "));
    }

    private String named(String row) {
        Map<UUID, String> names = new LinkedHashMap<>();
        names.put(alice, "alice");
        names.put(shop, "shop");
        names.put(world, "world");
        names.put(original, "original");
        names.put(hold.id(), "H");
        names.put(firstId, "X");
        names.put(secondId, "Y");
        String text = row;
        for (Map.Entry<UUID, String> name : names.entrySet()) {
            text = text.replace(name.getKey().toString(), name.getValue());
        }
        return text.replaceAll(ANY_OTHER_ID, "Z");
    }
}
