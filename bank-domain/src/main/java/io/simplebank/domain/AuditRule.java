package io.simplebank.domain;

/** What an audit proves of the books, as they are at one moment. */
public enum AuditRule {
    /** Money never appears from nowhere. The finding names the currency. */
    BALANCES_SUM_TO_ZERO("the balances of each currency sum to zero"),
    /** No id is used twice. The finding names the account, the transfer or the hold. */
    IDS_ARE_UNIQUE("an id names one account, one transfer, one hold"),
    /** Money stands on accounts only. The finding names the account that is missing, and the hold that names it. */
    ACCOUNTS_EXIST("whatever has entries or holds is an account"),
    /** The row says what its history says. The finding names the account. */
    BALANCE_IS_THE_SUM("an account's balance is the sum of its entries"),
    /** The row says what its history says. The finding names the account. */
    POSITION_IS_THE_NUMBER("an account's position is the number of its entries"),
    /** The row says what its history says. The finding names the account. */
    LAST_BOOKED_AT_IS_THE_LATEST("an account was last booked when the latest of its entries was"),
    /** An account holds one currency. The finding names the account, and the first position where it is another. */
    ACCOUNTS_HOLD_ONE_CURRENCY("an account's entries are of its currency"),
    /** What is reserved is reserved by somebody. The finding names the account. */
    HELD_IS_THE_SUM("an account's held amount is the sum of its pending holds"),
    /** Nobody spends what is not there. The finding names the account. */
    MINIMUM_REMAINS("an account's balance minus held is not below its minimum balance"),
    /** The account's limit holds. The finding names the account. */
    MAXIMUM_IS_KEPT("an account's balance is not above its maximum balance"),
    /** Nothing is forgotten. The finding names the account, and the hold in its favour where that is what is left. */
    CLOSED_ACCOUNTS_ARE_EMPTY("a closed account has no balance, holds nothing and has nothing held for it"),
    /** No line is torn out. The finding names the account and the position behind the gap. */
    POSITIONS_HAVE_NO_GAP("an account's positions are 1, 2, 3 and so on"),
    /** The chain is unbroken. The finding names the account and the position. */
    BALANCES_FOLLOW_AMOUNTS("the balance after an entry is the one before it plus the entry's amount"),
    /** A history can be read from top to bottom. The finding names the account and the position. */
    TIMES_FOLLOW_POSITIONS("no entry was booked before the one above it"),
    /** The feed tells what happened on an account in order. The finding names the account, the position and the transfer. */
    NUMBERS_FOLLOW_POSITIONS(
            "on each account, the transfers' numbers in the feed are above 0 and grow with the positions"),
    /** The finding names the entry's account and position, and the transfer that is missing. */
    ENTRIES_HAVE_A_TRANSFER("each entry has its transfer"),
    /** No transfer has a third entry. The finding names the entry's account and position, and its transfer. */
    ENTRIES_ARE_NAMED_BY_THEIR_TRANSFER("each entry is the debit or the credit that its transfer names"),
    /** The finding names the entry's account and position, and its transfer. */
    ENTRIES_AGREE_WITH_THEIR_TRANSFER("an entry has its transfer's amount, currency and time"),
    /** What leaves one account arrives at the other. The finding names the transfer, and where its entry is missing. */
    TRANSFERS_HAVE_BOTH_ENTRIES("each transfer has its debit and its credit"),
    /** The finding names the transfer. */
    TRANSFERS_MOVE_AN_AMOUNT("a transfer moves more than zero from one account to another"),
    /** The finding names the reversal. */
    REVERSALS_HAVE_AN_ORIGINAL("what a reversal reverses is a transfer, and itself no reversal"),
    /** The finding names the reversal. */
    REVERSALS_GO_THE_OPPOSITE_WAY("a reversal goes from where its original went to, in the same currency"),
    /** The finding names the original. */
    REVERSALS_DO_NOT_EXCEED("a transfer's reversals together are no more than the transfer"),
    /** The finding names the hold and the account. */
    HOLDS_ARE_OF_THEIR_ACCOUNTS_CURRENCY("a hold is of the currency of both its accounts"),
    /** The finding names the hold. */
    HOLDS_SAY_HOW_THEY_ENDED("a hold reserves more than zero, and its status, captured amount and end agree"),
    /** The finding names the hold. */
    HOLDS_AGREE_WITH_THEIR_TRANSFER(
            "the transfer of a hold's id on its accounts moved just what was captured, or there is none"),
    /** No amount is wrong by a power of ten. The finding names the currency. */
    CURRENCIES_COUNT_AS_JODA_MONEY_DOES(
            "the ledger counts each currency with the decimal places that Joda-Money gives it in this JVM");

    private final String sentence;

    AuditRule(String sentence) {
        this.sentence = sentence;
    }

    /**
     * The rule in words.
     *
     * @return half a sentence, for people to read
     */
    public String sentence() {
        return sentence;
    }
}
