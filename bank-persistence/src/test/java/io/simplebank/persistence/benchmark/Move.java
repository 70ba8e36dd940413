package io.simplebank.persistence.benchmark;

/**
 * What to transfer.
 *
 * @param from the index of the account to debit, below {@link Schema#ACCOUNTS}
 * @param to the index of the account to credit, another one
 * @param amount minor units, above zero
 */
record Move(int from, int to, long amount) {}
