package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On every account, time follows position, whatever the clock says. */
class BookingTimeTest {

    private static final String EARLY = "2026-01-01T00:00:00.000001Z";
    private static final String MIDDLE = "2026-01-01T00:00:00.000002Z";
    private static final String LATE = "2026-01-01T00:00:00.000003Z";

    @ParameterizedTest
    @CsvSource({
        "the clock, " + LATE + "," + EARLY + "," + MIDDLE + "," + LATE,
        "the debited account, " + EARLY + "," + LATE + "," + MIDDLE + "," + LATE,
        "the credited account, " + EARLY + "," + MIDDLE + "," + LATE + "," + LATE,
        "both accounts, " + EARLY + "," + LATE + "," + LATE + "," + LATE,
        "all three, " + LATE + "," + LATE + "," + LATE + "," + LATE,
        "the clock of two new accounts, " + EARLY + ",,," + EARLY,
        "the clock of a new debited one, " + LATE + ",," + EARLY + "," + LATE,
        "the debited one of a new credited one, " + EARLY + "," + LATE + ",," + LATE,
        "the credited one of a new debited one, " + EARLY + ",," + LATE + "," + LATE,
    })
    void isTheLatestOfTheClockAndBothAccountsLast(
            String latest, Instant now, @Nullable Instant fromLast, @Nullable Instant toLast, Instant expected) {
        Posting posting = post(now, fromLast, toLast).posting();

        assertThat(posting.transfer().getBookedAt()).as(latest).isEqualTo(expected);
    }

    @Test
    void isTheSameOnTheTransferItsEntriesAndBothAccounts() {
        Booked booked = post(Instant.parse(EARLY), Instant.parse(MIDDLE), Instant.parse(LATE));

        Instant bookedAt = booked.posting().transfer().getBookedAt();
        assertThat(booked.posting().debit().getBookedAt()).isEqualTo(bookedAt);
        assertThat(booked.posting().credit().getBookedAt()).isEqualTo(bookedAt);
        assertThat(booked.from().getLastBookedAt()).isEqualTo(bookedAt);
        assertThat(booked.to().getLastBookedAt()).isEqualTo(bookedAt);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00.000001999Z, 2026-01-01T00:00:00.000001Z",
        "2026-01-01T00:00:00.999999999Z, 2026-01-01T00:00:00.999999Z",
        "2026-01-01T00:00:00.000001Z, 2026-01-01T00:00:00.000001Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999Z",
    })
    void cutsTheClockToTheMicrosecondAndNeverRoundsUp(Instant now, Instant kept) {
        Account opened = Account.open(OpenAccount.of("alice", EUR), now);

        assertThat(post(now, null, null).posting().transfer().getBookedAt()).isEqualTo(kept);
        assertThat(opened.getOpenedAt()).isEqualTo(kept);
    }

    private record Booked(Account from, Account to, Posting posting) {}

    private static Booked post(Instant now, @Nullable Instant fromLast, @Nullable Instant toLast) {
        Account from = TestAccount.with(1).lastBookedAt(fromLast).build();
        Account to = TestAccount.with(0).lastBookedAt(toLast).build();
        return new Booked(from, to, Transfer.post(TestAccount.request(from, to, 1), from, to, now));
    }
}
