package io.simplebank.persistence.benchmark;

import java.sql.SQLException;
import java.util.SplittableRandom;

/** A history for the ledger, so that it can be measured at an age. */
final class Preload {

    private static final long SEED = 1;
    private static final int STEPS = 10;

    private Preload() {}

    /**
     * Posts at least so many transfers between random accounts. The database's own checks, which would take most of the
     * time, are off; what they check is checked at the benchmark's end.
     */
    @SuppressWarnings("SystemOut") // it takes a while
    static void run(String url, String database, long transfers) throws SQLException {
        SplittableRandom random = new SplittableRandom(SEED);
        Sql.execute(url, "alter database " + database + " set session_replication_role = replica");
        try (BulkSql bulk = new BulkSql(url, 1)) {
            long done = 0;
            for (int step = 1; step <= STEPS; step++) {
                while (done < transfers * step / STEPS) {
                    done += bulk.call(() -> Workload.SPREAD.next(random));
                }
                System.out.printf("preloaded %,d transfers%n", done);
            }
        }
        Sql.execute(url, "alter database " + database + " reset session_replication_role");
    }
}
