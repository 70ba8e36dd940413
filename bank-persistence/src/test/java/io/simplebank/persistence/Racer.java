package io.simplebank.persistence;

import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import java.sql.SQLException;
import java.util.UUID;

/** Who does an operation in a race: a bank or a session of plain SQL, at an isolation level. */
interface Racer {

    String DONE = "done";
    /** By the database, or because another session was in the way: as if it had never been tried. */
    String NOT_DONE = "not done";

    /** Comes before either of the two does anything. */
    void getReady() throws SQLException;

    /** Where it stops when it has its locks. */
    StopBeforeWriting stop();

    IsolationLevel level();

    /** Returns when all is over: {@link #DONE}, {@link #NOT_DONE} or the name of the library's refusal. */
    String run(RaceOperation operation, RaceGround ground, UUID id) throws SQLException;

    record Library(Bank bank, StopBeforeWriting stop, IsolationLevel level) implements Racer {

        @Override
        public void getReady() {
            // its transactions are its own
        }

        @Override
        public String run(RaceOperation operation, RaceGround ground, UUID id) {
            try {
                operation.byLibrary(bank, ground, id);
                return DONE;
            } catch (PlainRace.PassedOver busy) {
                return NOT_DONE;
            } catch (BankException refusal) {
                return refusal.getOutcome() == Outcome.NOT_DONE
                        ? refusal.getClass().getSimpleName()
                        : refusal.toString();
            }
        }

        @Override
        public String toString() {
            return "a bank at " + level.sql();
        }
    }

    record Plain(PlainSession session, StopBeforeWriting stop, IsolationLevel level) implements Racer {

        /** It looks at the ledger, so that at the stricter levels it goes on seeing what was there then. */
        @Override
        public void getReady() throws SQLException {
            session.execute("begin isolation level " + level.sql() + "; select from bank.accounts limit 1");
        }

        @Override
        public String run(RaceOperation operation, RaceGround ground, UUID id) {
            try {
                operation.bySql(session, ground, id);
                stop.pass();
                session.execute("commit");
                return DONE;
            } catch (SQLException refusal) {
                return rolledBack();
            }
        }

        private String rolledBack() {
            try {
                session.execute("rollback");
                return NOT_DONE;
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public String toString() {
            return "a session at " + level.sql();
        }
    }
}
