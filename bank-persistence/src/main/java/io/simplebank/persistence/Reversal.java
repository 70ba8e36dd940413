package io.simplebank.persistence;

import io.simplebank.domain.Transfer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The opposite of a transfer, in full or in part.
 *
 * <p>Where the caller gives no id, the same call has the same id: a UUID of version 8 (RFC 9562, section 5.8), made of the
 * first bits of a SHA-256 of the transfer's id, the amount in minor units and the currency. Anybody can compute it, and
 * use it first for something else. The reversal then has another id, of a form that callers may not use. It is the second
 * choice, not the first, because libraries of before know the first one only: while both run, the same call must not be
 * done under either.
 *
 * @param original what is reversed, as it was found before; nothing of it changes but its reference
 * @param refuge the id where {@code requestId} is used for something else, {@code null} where that is a conflict
 */
record Reversal(UUID requestId, @Nullable UUID refuge, Transfer original, Money part) implements Command<Transfer> {

    private static final String NAMESPACE = "simplebank:reversal";
    private static final String REFUGE_NAMESPACE = "simplebank:reversal:refuge";
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /** What {@link io.simplebank.domain.TransferRequest#isReserved} tells from ids of callers. */
    private static final long RESERVED = 0x7372_6576L << 32;

    /** Under an id of the caller's. */
    static Reversal of(Transfer original, Money part, UUID id) {
        return new Reversal(id, null, original, part);
    }

    /** Under the id that follows from the transfer and the part. */
    static Reversal of(Transfer original, Money part) {
        return new Reversal(idOf(original.getId(), part), refugeOf(original.getId(), part), original, part);
    }

    /** The id of the reversal of a part of a transfer, for callers who give none. */
    static UUID idOf(UUID transferId, Money part) {
        ByteBuffer digest = digest(NAMESPACE, transferId, part);
        return new UUID((digest.getLong() & ~0xF000L) | VERSION_8, VARIANT | digest.getLong() >>> 2);
    }

    /** Its id where that one is used for something else. */
    static UUID refugeOf(UUID transferId, Money part) {
        ByteBuffer digest = digest(REFUGE_NAMESPACE, transferId, part);
        return new UUID(RESERVED | VERSION_8 | (digest.getLong() & 0xFFFF_0FFFL), VARIANT | digest.getLong() >>> 2);
    }

    private static ByteBuffer digest(String namespace, UUID transferId, Money part) {
        byte[] prefix = namespace.getBytes(StandardCharsets.UTF_8);
        byte[] currency = part.getCurrencyUnit().getCode().getBytes(StandardCharsets.UTF_8);
        ByteBuffer name = ByteBuffer.allocate(prefix.length + 3 * Long.BYTES + currency.length)
                .put(prefix)
                .putLong(transferId.getMostSignificantBits())
                .putLong(transferId.getLeastSignificantBits())
                .putLong(part.getAmountMinorLong())
                .put(currency);
        return ByteBuffer.wrap(sha256().digest(name.array()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public BankListener.Kind kind() {
        return BankListener.Kind.REVERSAL;
    }

    @Override
    public Set<UUID> accountIds() {
        return Set.of(original.getFromAccountId(), original.getToAccountId());
    }

    @Override
    public Set<UUID> transferIds() {
        return refuge == null ? Set.of(requestId) : Set.of(requestId, refuge);
    }

    @Override
    public int transfers() {
        return 1;
    }

    @Override
    public Set<UUID> reversedIds() {
        return Set.of(original.getId());
    }

    /** An id that is used stays so for ever: the same call finds the same one free, or its reversal there. */
    @Override
    public Transfer applyTo(Books books) {
        if (refuge != null && books.isUsedOtherwise(requestId, original, part)) {
            return books.reverse(original, refuge, part);
        }
        return books.reverse(original, requestId, part);
    }
}
