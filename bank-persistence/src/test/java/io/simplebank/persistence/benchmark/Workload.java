package io.simplebank.persistence.benchmark;

import java.util.Locale;
import java.util.SplittableRandom;

/** Which accounts the transfers are between. */
enum Workload {

    /** Any two. */
    SPREAD {
        @Override
        Move next(SplittableRandom random) {
            int from = random.nextInt(Schema.ACCOUNTS);
            int to = (from + random.nextInt(1, Schema.ACCOUNTS)) % Schema.ACCOUNTS;
            return new Move(from, to, amount(random));
        }
    },

    /** The first one and any other, in either direction. */
    HOT {
        @Override
        Move next(SplittableRandom random) {
            int other = random.nextInt(1, Schema.ACCOUNTS);
            return random.nextBoolean() ? new Move(0, other, amount(random)) : new Move(other, 0, amount(random));
        }
    };

    abstract Move next(SplittableRandom random);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** So small that nobody runs out of money. */
    private static long amount(SplittableRandom random) {
        return random.nextLong(1, 100);
    }
}
