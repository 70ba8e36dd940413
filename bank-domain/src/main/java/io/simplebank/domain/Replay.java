package io.simplebank.domain;

import io.simplebank.domain.TransferRequest.Extent;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares what was stored with a request that carries the same id. */
final class Replay {

    private Replay() {}

    /** The name of the first field that differs, or {@code null} if the request asks for just what was stored. */
    static @Nullable String difference(
            TransferRequest request,
            UUID fromAccountId,
            UUID toAccountId,
            String currency,
            long amount,
            @Nullable String reference) {
        if (!fromAccountId.equals(request.fromAccountId())) {
            return "fromAccountId";
        }
        if (!toAccountId.equals(request.toAccountId())) {
            return "toAccountId";
        }
        if (!isOfTheExtent(request, currency, amount)) {
            return "amount";
        }
        return Objects.equals(reference, request.reference()) ? null : "reference";
    }

    private static boolean isOfTheExtent(TransferRequest request, String currency, long amount) {
        long requested = request.amount().getAmountMinorLong();
        return request.amount().getCurrencyUnit().getCode().equals(currency)
                && (request.extent() == Extent.EXACT ? amount == requested : amount <= requested);
    }
}
