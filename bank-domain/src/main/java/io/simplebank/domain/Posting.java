package io.simplebank.domain;

import java.io.Serializable;

/**
 * A transfer together with the two entries that it leaves behind; they cancel out.
 *
 * @param transfer what moved
 * @param debit minus the amount, on the account that it left
 * @param credit plus the amount, on the account that it reached
 */
public record Posting(Transfer transfer, Entry debit, Entry credit) implements Serializable {}
