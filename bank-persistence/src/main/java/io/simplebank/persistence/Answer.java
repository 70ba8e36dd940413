package io.simplebank.persistence;

/** What became of one command among those of a transaction. */
sealed interface Answer<R> {

    /** The result, or the refusal thrown. */
    R get();

    record Accepted<R>(R result) implements Answer<R> {
        @Override
        public R get() {
            return result;
        }
    }

    /**
     * Nothing was done.
     *
     * @param refusal a {@link io.simplebank.domain.BankException}, or what an argument that can never be right causes
     */
    record Refused<R>(RuntimeException refusal) implements Answer<R> {
        @Override
        public R get() {
            refusal.fillInStackTrace(); // the caller's, which tells more than a worker's
            throw refusal;
        }
    }
}
