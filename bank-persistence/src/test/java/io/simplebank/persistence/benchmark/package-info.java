/**
 * What {@code mvn -q -Pbenchmark} runs: the ways to move money, side by side, on one durable PostgreSQL.
 *
 * <p>{@code Benchmark} goes round by round through the {@code Cell}s (a workload, a variant, a number of callers). For
 * each it takes a fresh database from the {@code BenchmarkServer}, puts the {@code Variant}'s {@code Contender} under
 * {@code Load}, and has the {@code Schema} check the books. {@code Results} makes medians of the rounds, and a table, a
 * CSV file and a {@code Chart} of them.
 */
@NullMarked
package io.simplebank.persistence.benchmark;

import org.jspecify.annotations.NullMarked;
