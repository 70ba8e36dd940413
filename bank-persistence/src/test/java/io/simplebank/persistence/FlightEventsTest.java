package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the Java Flight Recorder hears. Retries and losses are recorded unasked, the others from 10 milliseconds on. */
@ExtendWith(BankExtension.class)
class FlightEventsTest {

    private static final String GROUP = "io.simplebank.Group";
    private static final String JOINED_CALL = "io.simplebank.JoinedCall";
    private static final String RETRY = "io.simplebank.Retry";
    private static final String CONNECTION_LOSS = "io.simplebank.ConnectionLoss";

    @TempDir
    private Path folder;

    private interface Work {
        void run() throws Exception;
    }

    private List<RecordedEvent> record(Work work) throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable(GROUP).withThreshold(Duration.ZERO);
            recording.enable(JOINED_CALL).withThreshold(Duration.ZERO);
            recording.start();
            work.run();
            recording.stop();
            Path file = folder.resolve("recording.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        }
    }

    private static List<RecordedEvent> of(String name, List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime)) // a file has them thread by thread
                .toList();
    }

    @Test
    void recordsAGroup(Bank bank, TestDatabase database) throws Exception {
        Scene scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
        UUID alice = scene.with(eur("10.00"));
        TransferRequest payment = TransferRequest.of(alice, scene.world(), eur("1.00"));

        List<RecordedEvent> events = of(GROUP, record(() -> {
            bank.transfers().transfer(payment);
            bank.transfers().transfer(payment);
        }));

        assertThat(events).hasSize(2);
        RecordedEvent posted = events.get(0);
        assertThat(posted.getInt("calls")).isEqualTo(1);
        assertThat(posted.getInt("transfers")).isEqualTo(1);
        assertThat(posted.getInt("accounts")).isEqualTo(2);
        assertThat(posted.getInt("queueDepth")).isEqualTo(1);
        assertThat(posted.getInt("transactions")).isEqualTo(1);
        assertThat(posted.getInt("posted")).isEqualTo(1);
        assertThat(Stream.of("replayed", "refused", "unavailable", "unknown", "postponed"))
                .allMatch(field -> posted.getInt(field) == 0);
        Duration waitedFor = posted.getDuration("lockTime").plus(posted.getDuration("writeTime"));
        assertThat(posted.getDuration("lockTime")).isPositive();
        assertThat(posted.getDuration("writeTime")).isPositive();
        assertThat(posted.getDuration("longestWait")).isPositive();
        assertThat(posted.getDuration()).isGreaterThan(waitedFor);
        assertThat(events.get(1).getInt("replayed")).isEqualTo(1);
    }

    @Test
    void recordsAJoinedCallAndItsRefusal(EntityManagerFactory factory, Bank bank, TestDatabase database)
            throws Exception {
        Scene scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
        UUID alice = scene.with(eur("10.00"));
        UUID world = scene.world();

        List<RecordedEvent> events = of(
                JOINED_CALL,
                record(() -> factory.runInTransaction(entityManager -> {
                    TransferService joining = TransferService.joining(entityManager);
                    joining.transferAll(List.of(
                            TransferRequest.of(alice, world, eur("1.00")),
                            TransferRequest.of(alice, world, eur("1.00"))));
                    assertThatThrownBy(() -> joining.transfer(TransferRequest.of(alice, world, eur("99.00"))))
                            .isInstanceOf(InsufficientFundsException.class);
                })));

        assertThat(events).hasSize(2);
        assertThat(events.get(0).getString("kind")).isEqualTo("TRANSFER_ALL");
        assertThat(events.get(0).getInt("calls")).isEqualTo(1);
        assertThat(events.get(0).getInt("transfers")).isEqualTo(2);
        assertThat(events.get(0).getInt("accounts")).isEqualTo(2);
        assertThat(events.get(0).getInt("posted")).isEqualTo(1);
        assertThat(events.get(0).getString("error")).isNull();
        assertThat(events.get(0).getDuration()).isPositive();
        assertThat(events.get(1).getInt("refused")).isEqualTo(1);
        assertThat(events.get(1).getString("error")).isEqualTo("InsufficientFundsException");
    }

    @Test
    void recordsARetryAndTheLossBeforeIt(TestDatabase database) throws Exception {
        try (WireProxy proxy = new WireProxy(database.url());
                Bank bank = Bank.at(proxy.url()).open()) {
            Scene scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
            UUID alice = scene.with(eur("10.00"));
            UUID world = scene.world();

            List<RecordedEvent> events = record(() -> {
                proxy.cutOnce(WireProxy.Cut.BEFORE_THE_ANSWER_TO_COMMIT);
                bank.transfers().transfer(TransferRequest.of(alice, world, eur("1.00")));
            });

            assertThat(of(RETRY, events)).singleElement().satisfies(retry -> {
                assertThat(retry.getString("sqlState")).startsWith("08");
                assertThat(retry.getInt("attempt")).isEqualTo(1);
            });
            assertThat(of(CONNECTION_LOSS, events)).singleElement().satisfies(loss -> {
                assertThat(loss.getString("sqlState")).startsWith("08");
                assertThat(loss.getBoolean("duringCommit")).isTrue();
            });
        }
    }

    /** Personal data, and what leads to it, has no place in a file that is sent to whoever looks into performance. */
    @Test
    void hasNoFieldForWhomOrHowMuch() {
        Stream<String> fields = Stream.of(
                        FlightEvents.Group.class,
                        FlightEvents.JoinedCall.class,
                        FlightEvents.Retry.class,
                        FlightEvents.ConnectionLoss.class)
                .flatMap(event -> jdk.jfr.EventType.getEventType(event).getFields().stream())
                .filter(field -> field.getTypeName().equals("java.lang.String"))
                .map(ValueDescriptor::getName);

        assertThat(fields).containsOnly("kind", "error", "sqlState");
    }
}
