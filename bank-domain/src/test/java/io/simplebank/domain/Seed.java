package io.simplebank.domain;

import java.security.SecureRandom;
import java.util.Random;

/** Chance that can be repeated: the seed is printed, and {@code -Dseed=…} runs the tests on the same one again. */
final class Seed {

    private static final long SEED = announced(Long.getLong("seed", new SecureRandom().nextLong()));

    private Seed() {}

    /** The same numbers for every test, whatever ran before it. */
    static Random random() {
        return new Random(SEED);
    }

    private static long announced(long seed) {
        System.out.println("Random tests run with -Dseed=" + seed);
        return seed;
    }
}
