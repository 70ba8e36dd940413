package io.simplebank.persistence.benchmark;

/**
 * What one round of a cell gave.
 *
 * @param answered transfers that the contender has answered, before, during and after the measured time
 * @param perSecond transfers a second
 * @param p50Millis what half of the calls took at most
 * @param p99Millis what 99 of 100 calls took at most
 * @param roundTrips how often a client waited for the database, for each transfer
 */
record Measurement(long answered, double perSecond, double p50Millis, double p99Millis, double roundTrips) {}
