package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists that are very long, or are other at each look: all of the transfers or none. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class EnormousListsTest {

    private static final int ENORMOUS = 10_000;

    private final Scene scene;
    private final UUID world;
    private final UUID alice;

    EnormousListsTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        world = scene.world();
        alice = scene.empty();
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        TheBooks.areRight(scene.dataSource());
    }

    @Test
    void tenThousandAreAllOrNone() throws Exception {
        List<TransferRequest> requests = requests(ENORMOUS - 1);
        TransferRequest tooMuch = TransferRequest.of(alice, world, cents(ENORMOUS));
        long before = TheBooks.transfers(scene.dataSource());
        requests.add(tooMuch);

        InsufficientFundsException refusal = catchThrowableOfType(
                InsufficientFundsException.class, () -> scene.transfers().transferAll(requests));

        assertThat(refusal.getRequestId()).isEqualTo(tooMuch.id());
        assertThat(refusal.getRequestIndex()).hasValue(ENORMOUS - 1);
        assertThat(TheBooks.transfers(scene.dataSource())).isEqualTo(before);
        assertThat(scene.accounts().get(alice).getPosition()).isZero();

        requests.remove(tooMuch);
        assertThat(scene.transfers().transferAll(requests))
                .extracting(Transfer::getId)
                .isEqualTo(requests.stream().map(TransferRequest::id).toList());
        assertThat(TheBooks.transfers(scene.dataSource())).isEqualTo(before + ENORMOUS - 1);
        assertThat(scene.balance(alice)).isEqualTo(cents(ENORMOUS - 1));
    }

    /** They are one transaction: 200,000 kept everybody from their accounts for 14 seconds, and failed then. */
    @Test
    void moreAreRefusedBeforeAnythingIsSent() {
        for (int count : List.of(ENORMOUS + 1, 200_000)) {
            List<TransferRequest> requests = requests(count);

            assertThat(scene.impossible(() -> scene.transfers().transferAll(requests)))
                    .hasMessageContainingAll("10000", Integer.toString(count), "transferEach");
        }
    }

    @Test
    void aListThatChangesWhileItIsReadLeavesNothingDone() {
        List<TransferRequest> requests = requests(10);
        List<TransferRequest> changing = new ArrayList<>(requests) {
            private static final long serialVersionUID = 1L;

            @Override
            public Iterator<TransferRequest> iterator() {
                Iterator<TransferRequest> iterator = super.iterator();
                add(requests.get(0)); // as another thread may
                return iterator;
            }
        };
        Contents before = Contents.of(scene.dataSource());

        assertThat(catchThrowable(() -> scene.transfers().transferAll(changing)))
                .isInstanceOf(ConcurrentModificationException.class); // the list's own
        assertThat(catchThrowable(() -> scene.transfers().transferEach(changing)))
                .isInstanceOf(ConcurrentModificationException.class);

        assertThat(Contents.of(scene.dataSource())).isEqualTo(before);
    }

    /** What was checked is what is done. */
    @Test
    void aListThatIsAnotherAtTheSecondLookIsReadOnce() {
        List<TransferRequest> requests = requests(3);
        List<TransferRequest> fickle = new AbstractList<>() {
            private int looks;

            @Override
            public TransferRequest get(int index) {
                return looks > 1 ? TransferRequest.of(world, alice, eur("1000.00")) : requests.get(index);
            }

            @Override
            public Iterator<TransferRequest> iterator() {
                looks++;
                return super.iterator();
            }

            @Override
            public Object[] toArray() {
                return new Object[] {null};
            }

            @Override
            public int size() {
                return requests.size();
            }
        };

        assertThat(scene.transfers().transferAll(fickle))
                .extracting(Transfer::getId)
                .isEqualTo(requests.stream().map(TransferRequest::id).toList());
        assertThat(scene.balance(alice)).isEqualTo(cents(3));
    }

    private List<TransferRequest> requests(int count) {
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> TransferRequest.of(world, alice, cents(1)))
                .toList());
    }
}
