package io.simplebank.persistence.torture;

import org.jspecify.annotations.Nullable;

/** What has been promised of a wish, after all that has been said of it. Not thread-safe. */
final class Fate {

    /** What the books may say. */
    enum Promise {
        /** It is there. */
        THERE,
        /** It is not there. */
        NOT_THERE,
        /** Either. */
        OPEN
    }

    private final Wish wish;
    private long unanswered;
    private boolean unknown;
    private boolean refused;
    private @Nullable String acknowledged;

    Fate(Wish wish) {
        this.wish = wish;
    }

    Wish wish() {
        return wish;
    }

    void asked() {
        unanswered++;
    }

    /**
     * @param mayBeGone whether the database went back since, perhaps, to what it was before
     */
    void told(Answer answer, boolean mayBeGone) {
        unanswered--;
        switch (answer.result()) {
            case ACKNOWLEDGED -> {
                if (mayBeGone) {
                    unknown = true;
                } else {
                    acknowledged = answer.detail();
                }
            }
            case REFUSED -> {
                refused = true;
                unknown &= unanswered > 0; // it was looked up under the locks: no call before this one has done it
            }
            case NOT_DONE -> refused = true;
            case UNKNOWN -> unknown = true;
        }
    }

    /** Nobody will ever tell: who asked is dead. */
    void abandoned() {
        unanswered--;
        unknown = true;
    }

    Promise promise() {
        if (wish.kind() == Wish.Kind.ROLLED_BACK) {
            return Promise.NOT_THERE;
        }
        if (acknowledged != null) {
            return Promise.THERE;
        }
        return unknown || unanswered > 0 ? Promise.OPEN : Promise.NOT_THERE;
    }

    /** What was acknowledged of it, {@code null} for nothing. */
    @Nullable
    String acknowledged() {
        return acknowledged;
    }

    @Override
    public String toString() {
        return wish + ": " + (acknowledged == null ? "" : "acknowledged " + acknowledged + " ")
                + (refused ? "refused " : "") + (unknown ? "unknown " : "") + (unanswered > 0 ? "unanswered" : "");
    }
}
