package io.simplebank.persistence;

import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.TransferOutcome;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Arguments for any public method: values that can be right, mixed with those that programs have stumbled over. By type,
 * so that a method which is added later is called with them too; a type that nobody has thought of is an error.
 */
@SuppressWarnings("NullAway") // null is the first of the hostile values
final class HostileValues {

    /** What a hostile argument throws when it is used. It is the caller's own, and passes through the library. */
    static final class Sabotage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Sabotage() {
            super("thrown by the argument itself");
        }
    }

    private static final BigDecimal BEYOND_64_BITS =
            BigDecimal.valueOf(Long.MAX_VALUE, 2).add(new BigDecimal("0.01"));

    private static final List<Money> AMOUNTS = List.of(
            Money.zero(EUR),
            Money.ofMinor(EUR, 1),
            Money.ofMinor(EUR, 100),
            Money.ofMinor(EUR, -1),
            Money.ofMinor(EUR, Long.MAX_VALUE),
            Money.ofMinor(EUR, Long.MIN_VALUE),
            Money.of(EUR, BEYOND_64_BITS),
            Money.of(EUR, BEYOND_64_BITS.negate().multiply(BigDecimal.TEN)),
            Money.ofMinor(CurrencyUnit.USD, 100),
            Money.ofMinor(CurrencyUnit.JPY, 100),
            Money.ofMinor(CurrencyUnit.of("BHD"), 1),
            Money.ofMinor(CurrencyUnit.of("XXX"), 1));

    private static final List<Instant> INSTANTS = List.of(
            Instant.MIN,
            Instant.MAX,
            Instant.EPOCH,
            Instant.parse("2026-03-01T12:00:00.123456789Z"),
            Instant.parse("-0001-01-01T00:00:00Z"),
            Instant.parse("+10000-01-01T00:00:00Z"),
            Instant.parse("+294277-01-01T00:00:00Z"));

    private static final List<Duration> DURATIONS = List.of(
            Duration.ZERO,
            Duration.ofNanos(-1),
            Duration.ofNanos(999),
            Duration.ofNanos(1_000),
            Duration.ofHours(1),
            Duration.ofDays(36_525),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
            Duration.ofSeconds(Long.MIN_VALUE));

    private final Random random;
    private final List<UUID> ids;
    private final Map<Class<?>, Supplier<? extends List<?>>> generators = new HashMap<>();
    private final Map<Class<?>, List<?>> made = new HashMap<>();

    /**
     * @param ids those of accounts, transfers and holds that there are; first come two accounts that are ready for anything
     */
    HostileValues(Random random, List<UUID> ids) {
        this.random = random;
        this.ids = ids;
        generators.put(UUID.class, this::uuids);
        generators.put(Money.class, () -> AMOUNTS);
        generators.put(Instant.class, () -> INSTANTS);
        generators.put(Duration.class, () -> DURATIONS);
        generators.put(String.class, HostileTexts::all);
        generators.put(int.class, () -> List.of(0, 1, 10, -1, 250, Integer.MAX_VALUE, Integer.MIN_VALUE));
        generators.put(long.class, () -> List.of(0L, 1L, 1_000L, -1L, Long.MAX_VALUE, Long.MIN_VALUE));
        generators.put(
                BigInteger.class,
                () -> List.of(
                        BigInteger.ZERO, BigInteger.ONE.negate(), BigInteger.TWO.pow(63), BigInteger.TWO.pow(200)));
        generators.put(boolean.class, () -> List.of(true, false));
        generators.put(Integer.class, () -> of(int.class));
        generators.put(Long.class, () -> of(long.class));
        generators.put(
                CurrencyUnit.class,
                () -> List.of(EUR, CurrencyUnit.USD, CurrencyUnit.of("BHD"), CurrencyUnit.of("XXX")));
        generators.put(Clock.class, () -> List.of(Clock.systemUTC()));
        generators.put(Object.class, () -> List.of("", 1));
        generators.put(Throwable.class, () -> List.of(new Sabotage()));
        generators.put(EntityManager.class, List::of);
        generators.put(EntityManagerFactory.class, List::of);
        generators.put(DataSource.class, List::of);
        generators.put(BankBuilder.class, () -> List.of(Bank.at("jdbc:postgresql://localhost:1/bank")));
        generators.putAll(new HostileDomain(this, random, ids).generators());
        generators.putAll(HostileObservers.GENERATORS);
        generators.put(BankException.class, () -> List.of(new BankClosedException(null)));
        generators.put(TransferOutcome.class, () -> of(TransferOutcome.Posted.class));
        generators.put(
                Consumer.class,
                () -> List.<Consumer<Object>>of(any -> {}, any -> {
                    throw new Sabotage();
                }));
    }

    /** Each hostile value in each place, between others at random. */
    Stream<@Nullable Object[]> argumentsOf(Executable method) {
        Type[] types = method.getGenericParameterTypes();
        if (types.length == 0) {
            return Stream.<Object[]>of(new Object[0]);
        }
        List<@Nullable Object[]> all = new ArrayList<>();
        for (int place = 0; place < types.length; place++) {
            int values = withNull(types[place]).size();
            for (int value = 0; value < values; value++) {
                @Nullable
                Object[] arguments = Arrays.stream(types).map(this::any).toArray();
                arguments[place] = withNull(types[place]).get(value); // anew: a stream can be used once
                all.add(arguments);
            }
        }
        return all.stream();
    }

    @Nullable
    Object any(Type type) {
        List<?> values = random.nextInt(20) == 0 ? withNull(type) : of(type);
        return values.isEmpty() ? null : values.get(random.nextInt(values.size()));
    }

    private List<?> withNull(Type type) {
        List<Object> values = new ArrayList<>(of(type));
        if (!(type instanceof Class<?> simple && simple.isPrimitive())) {
            values.add(null);
        }
        return values;
    }

    List<?> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        Class<?> simple = (Class<?>) type;
        if (simple.isArray()) {
            return lists(simple.getComponentType()).stream()
                    .map(list -> array(simple.getComponentType(), list))
                    .toList();
        }
        if (generators.containsKey(simple)) {
            return generators.get(simple).get();
        }
        if (simple.isEnum()) {
            return List.of(simple.getEnumConstants());
        }
        if (simple.isRecord() || BankException.class.isAssignableFrom(simple)) {
            if (!made.containsKey(simple)) {
                made.put(simple, whatItsConstructorsAccept(simple));
            }
            return made.get(simple);
        }
        throw new IllegalStateException("no hostile values are known for the type " + type + ": add some");
    }

    private List<?> ofGeneric(ParameterizedType type) {
        Type element = type.getActualTypeArguments()[0];
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == List.class) {
            List<List<?>> lists = new ArrayList<>(lists(element));
            lists.add(new LyingList(lists.get(1), Integer.MAX_VALUE));
            lists.add(new LyingList(lists.get(1), -1));
            lists.add(new BreakingList(lists.get(1)));
            return lists;
        }
        if (raw == Stream.class) {
            List<Object> streams =
                    new ArrayList<>(lists(element).stream().map(List::stream).toList());
            streams.add(new BreakingList(lists(element).get(1)).stream());
            Stream<?> used = Stream.of(1);
            used.close();
            streams.add(used);
            return streams;
        }
        if (raw == Map.class) {
            return List.of(Map.of(), Collections.singletonMap(any(element), any(type.getActualTypeArguments()[1])));
        }
        return of(raw);
    }

    private List<List<?>> lists(Type element) {
        List<Object> some = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            List<?> values = of(element);
            some.add(values.get(random.nextInt(values.size())));
        }
        List<Object> withANull = new ArrayList<>(some);
        withANull.add(random.nextInt(withANull.size()), null);
        return List.of(List.of(), some, some.subList(0, 1), withANull, Collections.nCopies(3, some.get(0)));
    }

    private static Object array(Class<?> component, List<?> values) {
        Object array = Array.newInstance(component, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private List<?> whatItsConstructorsAccept(Class<?> type) {
        List<Object> accepted = new ArrayList<>();
        for (var constructor : type.getConstructors()) {
            for (int attempt = 0; attempt < 2_000 && accepted.size() < 10; attempt++) {
                try {
                    accepted.add(constructor.newInstance(Arrays.stream(constructor.getGenericParameterTypes())
                            .map(this::any)
                            .toArray()));
                } catch (ReflectiveOperationException refused) {
                    // another time, with other values
                }
            }
        }
        return accepted;
    }

    private List<UUID> uuids() {
        List<UUID> all = new ArrayList<>(ids);
        all.addAll(List.of(new UUID(0, 0), new UUID(-1, -1), new UUID(random.nextLong(), random.nextLong())));
        return all;
    }
}
