package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.USD;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.HostileValues.Sabotage;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every method of both services and of the feed, found by looking, with hostile arguments: it answers, or refuses by an
 * error of the library's that says what is wrong, and then nothing has changed. Afterwards the books are right.
 */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class HostileInputTest {

    private static final int ROUNDS = 2;
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    static {
        System.out.println("HostileInputTest: -Dseed=" + SEED);
    }

    private final Way way;
    private final Bank bank;
    private final HikariDataSource dataSource;
    private final Scene scene;
    private final HostileValues values;
    private Contents before;

    HostileInputTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        this.way = way;
        this.bank = bank;
        this.dataSource = pool(dataSource);
        scene = Scene.of(way, bank, factory, dataSource);
        values = new HostileValues(new Random(SEED), somethingOfEverything());
        before = Contents.of(dataSource);
    }

    /** The tables are looked at after every call: a new connection each time would take longer than the calls. */
    private static HikariDataSource pool(DataSource dataSource) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private List<UUID> somethingOfEverything() {
        UUID world = scene.world();
        UUID alice = scene.with(eur("1000.00"));
        UUID bob = scene.with(eur("1000.00"));
        List<UUID> ids = new ArrayList<>(List.of(world, alice, bob));
        ids.addAll(List.of(scene.world(USD), scene.frozen(eur("5.00")), scene.closed()));
        for (int i = 0; i < 4; i++) {
            ids.add(scene.move(alice, bob, eur("10.00")).getId());
            ids.add(hold(alice, bob, Duration.ofHours(1)));
        }
        ids.add(hold(bob, alice, Duration.ofNanos(1_000)));
        ids.add(scene.transfers().release(hold(bob, world, Duration.ofHours(1))).getId());
        return ids;
    }

    private UUID hold(UUID from, UUID to, Duration timeToLive) {
        return scene.transfers()
                .hold(TransferRequest.of(from, to, eur("3.00")), timeToLive)
                .getId();
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        TheBooks.areRight(dataSource);
        assertThat(bank.audit().findings()).isEmpty();
        dataSource.close();
    }

    @Test
    void everyMethodOfTheTransferServiceAnswersOrSaysWhatIsWrong() {
        call(TransferService.class, scene.transfers());
    }

    @Test
    void everyMethodOfTheAccountServiceAnswersOrSaysWhatIsWrong() {
        call(AccountService.class, scene.accounts());
    }

    @Test
    void everyMethodOfTheFeedAnswersOrSaysWhatIsWrong() {
        call(TransferFeed.class, bank.feed());
    }

    private void call(Class<?> type, Object service) {
        for (int round = 0; round < ROUNDS; round++) {
            for (Method method : sorted(type.getMethods())) {
                values.argumentsOf(method).forEach(arguments -> call(method, service, arguments));
            }
        }
    }

    private static List<Method> sorted(Method[] methods) {
        return Arrays.stream(methods)
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getDeclaringClass() != Object.class)
                .sorted(comparing(Method::getName).thenComparing(Method::toString))
                .toList();
    }

    private void call(Method method, Object service, @Nullable Object[] arguments) {
        Throwable refusal = refusal(method, service, arguments);
        boolean inParts = method.getParameterTypes().length > 0 && method.getParameterTypes()[0] == Stream.class;
        if (inParts && way == Way.OWN_TRANSACTIONS) {
            awaitWhatIsUnderWay();
        }
        Contents after = Contents.of(dataSource);
        if (refusal != null) {
            assertThat(refusal)
                    .as("%s%s", method, Arrays.asList(arguments))
                    .isInstanceOfAny(
                            BankException.class,
                            IllegalArgumentException.class,
                            IllegalStateException.class,
                            Sabotage.class);
            assertThat(refusal.getMessage()).isNotBlank();
            if (refusal instanceof BankException error) {
                assertThat(error.getOutcome()).isEqualTo(Outcome.NOT_DONE);
            }
            if (!inParts && !isAnExpiry(refusal)) {
                assertThat(after)
                        .as("%s%s: %s", method, Arrays.asList(arguments), refusal)
                        .isEqualTo(before);
            }
        }
        before = after;
    }

    /** That a hold is found to be over is a change, and documented as one. */
    private static boolean isAnExpiry(Throwable refusal) {
        return refusal instanceof HoldNotPendingException ended && ended.getStatus() == HoldStatus.EXPIRED;
    }

    /** What shares an account is done in order, so whatever is in the way of this was done before. */
    private void awaitWhatIsUnderWay() {
        List<UUID> accounts = bank.accounts().list(0, 1_000).stream()
                .map(account -> account.getId())
                .toList();
        List<TransferRequest> refused = accounts.stream()
                .skip(1)
                .map(id -> TransferRequest.of(accounts.get(0), id, Scene.cents(Long.MAX_VALUE)))
                .toList();
        try {
            bank.transfers().transferAll(refused);
        } catch (BankException refusal) {
            // as was to be expected
        }
    }

    private @Nullable Throwable refusal(Method method, Object service, @Nullable Object[] arguments) {
        try {
            Object answer = method.invoke(service, arguments);
            if (answer instanceof CompletionStage<?> stage) {
                stage.toCompletableFuture().join();
            }
            if (answer instanceof Stream<?> lines && way == Way.OWN_TRANSACTIONS) {
                lines.forEach(line -> {});
            }
            return null;
        } catch (InvocationTargetException | CompletionException thrown) {
            return thrown.getCause();
        } catch (IllegalAccessException defect) {
            throw new IllegalStateException(defect);
        }
    }
}
