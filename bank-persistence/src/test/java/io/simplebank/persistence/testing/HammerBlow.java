package io.simplebank.persistence.testing;

import io.simplebank.domain.BankException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one call: a result, a refusal that was expected, or another error. */
record HammerBlow<T>(
        int index,
        @Nullable T result,
        @Nullable BankException refusal,
        @Nullable Throwable failure) {

    static <T> HammerBlow<T> of(Hammer.Call<T> call, int index, List<Class<? extends BankException>> expected) {
        try {
            return new HammerBlow<>(index, call.call(index), null, null);
        } catch (BankException refusal) {
            return expected.stream().anyMatch(type -> type.isInstance(refusal))
                    ? new HammerBlow<>(index, null, refusal, null)
                    : new HammerBlow<>(index, null, null, refusal);
        } catch (Exception | AssertionError failure) {
            return new HammerBlow<>(index, null, null, failure);
        }
    }

    boolean isFailure() {
        return failure != null;
    }
}
