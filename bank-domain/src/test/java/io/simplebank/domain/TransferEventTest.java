package io.simplebank.domain;

import static io.simplebank.domain.TestAccount.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other systems are told of a transfer. */
class TransferEventTest {

    private final Transfer transfer =
            post(TestAccount.with(1_000).build(), TestAccount.empty(), 400).transfer();

    @Test
    void isATransferAtItsPlace() {
        TransferEvent first = new TransferEvent(1, transfer);

        assertThat(first.position()).isEqualTo(1);
        assertThat(first.transfer()).isSameAs(transfer);
        assertThat(first).isEqualTo(new TransferEvent(1, transfer)).isNotEqualTo(new TransferEvent(2, transfer));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refusesAPlaceBeforeTheFirst(long position) {
        assertThatThrownBy(() -> new TransferEvent(position, transfer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position")
                .hasMessageContaining(String.valueOf(position));
    }

    @Test
    @SuppressWarnings("NullAway") // what plain Java can do
    void refusesNoTransfer() {
        assertThatThrownBy(() -> new TransferEvent(1, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("transfer");
    }
}
