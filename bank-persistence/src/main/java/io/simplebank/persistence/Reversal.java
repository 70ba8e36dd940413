package io.simplebank.persistence;

import io.simplebank.domain.Transfer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.UUID;
import org.joda.money.Money;

/**
 * The opposite of a transfer, in full or in part.
 *
 * @param original what is reversed, as it was found before; nothing of it changes but its reference
 */
record Reversal(UUID requestId, Transfer original, Money part) implements Command<Transfer> {

    private static final byte[] NAMESPACE = "simplebank:reversal".getBytes(StandardCharsets.UTF_8);
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /**
     * The id of the reversal of a part of a transfer, for callers who give none: the same call has the same id.
     *
     * <p>A UUID of version 8 (RFC 9562, section 5.8), made of the first bits of a SHA-256 of the transfer's id, the
     * amount in minor units and the currency.
     */
    static UUID idOf(UUID transferId, Money part) {
        byte[] currency = part.getCurrencyUnit().getCode().getBytes(StandardCharsets.UTF_8);
        ByteBuffer name = ByteBuffer.allocate(NAMESPACE.length + 3 * Long.BYTES + currency.length)
                .put(NAMESPACE)
                .putLong(transferId.getMostSignificantBits())
                .putLong(transferId.getLeastSignificantBits())
                .putLong(part.getAmountMinorLong())
                .put(currency);
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(name.array()));
        return new UUID((digest.getLong() & ~0xF000L) | VERSION_8, VARIANT | digest.getLong() >>> 2);
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
        return Set.of(requestId);
    }

    @Override
    public Set<UUID> reversedIds() {
        return Set.of(original.getId());
    }

    @Override
    public Transfer applyTo(Books books) {
        return books.reverse(original, requestId, part);
    }
}
