package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeOrderedIdTest {

    private static final Instant INSTANT = Instant.parse("2026-11-22T15:00:00.123Z");

    /** The step of 12 bits of a millisecond, rounded up: what is further apart than this has an order. */
    private static final Duration RESOLUTION = Duration.ofNanos(245);

    @Test
    void isOfVersion7AndTheVariantOfRfc9562WhateverTheTimeAndTheRandomBits() {
        Random random = Seed.random();
        for (int i = 0; i < 10_000; i++) {
            UUID id = TimeOrderedId.at(anyInstant(random), random.nextLong());

            assertThat(id.version()).as("version of %s", id).isEqualTo(7);
            assertThat(id.variant()).as("variant of %s", id).isEqualTo(2);
        }
    }

    @Test
    void beginsWithTheMillisecondsSinceTheEpoch() {
        UUID id = TimeOrderedId.at(INSTANT, -1);

        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(INSTANT.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "244, 0", "245, 1", "500000, 2048", "999755, 4094", "999756, 4095", "999999, 4095"})
    void continuesWithTheMillisecondsFractionInTwelveBits(long nanos, long fraction) {
        UUID id = TimeOrderedId.at(INSTANT.plusNanos(nanos), -1);

        assertThat(id.getMostSignificantBits() & 0xFFF).isEqualTo(fraction);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(INSTANT.toEpochMilli());
    }

    @Test
    void endsWithSixtyTwoRandomBits() {
        assertThat(TimeOrderedId.at(INSTANT, 0).getLeastSignificantBits()).isEqualTo(0x8000_0000_0000_0000L);
        assertThat(TimeOrderedId.at(INSTANT, -1).getLeastSignificantBits()).isEqualTo(0xBFFF_FFFF_FFFF_FFFFL);
        assertThat(TimeOrderedId.at(INSTANT, 1L << 63).getLeastSignificantBits())
                .isEqualTo(0xA000_0000_0000_0000L);
    }

    @Test
    void sortsByTimeInPostgresqlsOrderOfBytes() {
        Random random = Seed.random();
        for (int i = 0; i < 10_000; i++) {
            Instant earlier = anyInstant(random);
            Instant later = earlier.plus(RESOLUTION).plusNanos(random.nextLong(2_000_000));

            byte[] first = bytes(TimeOrderedId.at(earlier, random.nextLong()));
            byte[] second = bytes(TimeOrderedId.at(later, random.nextLong()));

            assertThat(Arrays.compareUnsigned(first, second))
                    .as("order at %s and %s", earlier, later)
                    .isNegative();
        }
    }

    @Test
    void takesTheTimeFromTheClock() {
        Instant written = Instant.ofEpochMilli(TimeOrderedId.next().getMostSignificantBits() >>> 16);

        assertThat(Duration.between(written, Instant.now()).abs()).isLessThan(Duration.ofDays(1));
    }

    @Test
    void isUniqueAmongManyMadeAtOnce() {
        int count = 200_000;

        assertThat(IntStream.range(0, count).parallel().mapToObj(i -> TimeOrderedId.next()))
                .doesNotHaveDuplicates()
                .hasSize(count);
    }

    /** Up to the year 10889, where 48 bits of milliseconds end; from 6429 on, the first bit is set. */
    private static Instant anyInstant(Random random) {
        return Instant.ofEpochMilli(random.nextLong(1L << 48)).plusNanos(random.nextLong(1_000_000));
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
