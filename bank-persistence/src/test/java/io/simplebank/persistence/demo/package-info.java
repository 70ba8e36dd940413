/**
 * What {@code mvn -q -Pdemo} runs: a ledger on a PostgreSQL of its own, money on the move, and the books checked.
 */
@NullMarked
package io.simplebank.persistence.demo;

import org.jspecify.annotations.NullMarked;
