package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;

import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.RaceGround.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** One thing that can be done on a {@link RaceGround}, by the library and by plain SQL. */
enum RaceOperation {
    /** Alice for the shop: more than half of what she has. */
    HOLD(true) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.transfers().hold(request(ground.alice, ground.shop, id), Duration.ofHours(1));
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.hold(session, ground.alice, ground.shop, id);
        }
    },
    /** On the shop, which may owe. */
    HOLD_BACK(true) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.transfers().hold(request(ground.shop, ground.alice, id), Duration.ofHours(1));
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.hold(session, ground.shop, ground.alice, id);
        }
    },
    TRANSFER_IN(true) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.transfers()
                    .transfer(TransferRequest.of(ground.world, ground.shop, cents(80))
                            .withId(id));
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.post(session, ground.world, ground.shop, 80, id, null);
        }
    },
    TRANSFER_OUT(true) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.transfers()
                    .transfer(TransferRequest.of(ground.alice, ground.world, cents(80))
                            .withId(id));
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.post(session, ground.alice, ground.world, 80, id, null);
        }
    },
    /** More than half of it. */
    REVERSAL(true) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.transfers().reverse(ground.original, cents(60), id);
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.post(session, ground.alice, ground.world, 60, id, ground.original);
        }
    },
    CAPTURE(false) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.transfers().capture(ground.hold.id());
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.capture(session, ground);
        }
    },
    RELEASE(false) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.transfers().release(ground.hold.id());
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.change(session, ground.hold.end(ground.kind == Kind.DUE ? "EXPIRED" : "RELEASED"));
        }
    },
    EXPIRE(false) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.transfers().expireHolds(100);
            if (bank.transfers().findHold(ground.hold.id()).orElseThrow().getStatus() != HoldStatus.EXPIRED) {
                throw new PlainRace.PassedOver();
            }
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.change(session, ground.hold.end("EXPIRED"));
        }
    },
    CLOSE(false) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.accounts().close(ground.shop);
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.set(session, ground.shop, "status = 'CLOSED'", "status = 'OPEN'");
        }
    },
    REOPEN(false) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.accounts().reopen(ground.shop);
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.set(session, ground.shop, "status = 'OPEN'", "status = 'CLOSED'");
        }
    },
    FREEZE(false) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.accounts().freeze(ground.shop);
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.set(session, ground.shop, "status = 'FROZEN'", "status <> 'CLOSED'");
        }
    },
    /** More than is left of alice's money when anything else was taken from it. */
    MINIMUM(false) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.accounts().setMinimumBalance(ground.alice, cents(50));
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.set(session, ground.alice, "minimum_balance = 50", "status <> 'CLOSED'");
        }
    },
    /** Less than the shop gets by anything else. */
    MAXIMUM(false) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.accounts().setMaximumBalance(ground.shop, cents(20));
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.set(session, ground.shop, "maximum_balance = 20", "status <> 'CLOSED'");
        }
    },
    DELETE(false) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.accounts().delete(ground.shop);
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.change(session, "delete from bank.accounts where id = '" + ground.shop + "'");
        }
    },
    ADJUST(false) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.accounts().adjustBalance(ground.shop, cents(50), ground.world);
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.adjust(session, ground, 50);
        }
    },
    BLANK(false) {
        @Override
        void byLibrary(Bank bank, RaceGround ground, UUID id) {
            bank.transfers().blankReference(ground.hold.id());
        }

        @Override
        void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException {
            PlainRace.blank(session, ground);
        }
    };

    /** Whether the caller chooses the id that it uses up. */
    final boolean takesAnId;

    RaceOperation(boolean takesAnId) {
        this.takesAnId = takesAnId;
    }

    /** Throws a {@link io.simplebank.domain.BankException} where it is refused. */
    abstract void byLibrary(Bank bank, RaceGround ground, UUID id);

    /** Within the session's transaction. Throws where the database refuses it, or where it finds nothing to change. */
    abstract void bySql(PlainSession session, RaceGround ground, UUID id) throws SQLException;

    private static TransferRequest request(UUID from, UUID to, UUID id) {
        return TransferRequest.of(from, to, cents(80)).withId(id).withReference("order 4711");
    }
}
