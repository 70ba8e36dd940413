package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.simplebank.domain.Account;
import io.simplebank.domain.BankException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public constructor and method that needs no database, with hostile arguments: it answers, or refuses by an error
 * that says what is wrong. They are found by looking, so that none is forgotten.
 */
@SuppressWarnings("NullAway") // null is what is tested
class HostileArgumentsTest {

    private static final int ROUNDS = 5;
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    static {
        System.out.println("HostileArgumentsTest: -Dseed=" + SEED);
    }

    private final Random random = new Random(SEED);
    private final HostileValues values = new HostileValues(
            random,
            IntStream.range(0, 4)
                    .mapToObj(i -> new UUID(random.nextLong(), random.nextLong()))
                    .toList());

    static Stream<Executable> everythingPublic() {
        return new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("io.simplebank").stream()
                        .filter(HostileArgumentsTest::canBeNamed)
                        .map(JavaClass::reflect)
                        .sorted((one, other) -> one.getName().compareTo(other.getName()))
                        .flatMap(type -> Stream.concat(
                                Arrays.stream(type.getConstructors()), Arrays.stream(type.getDeclaredMethods())))
                        .filter(member -> Modifier.isPublic(member.getModifiers()) && !member.isSynthetic())
                        .filter(member -> !member.getDeclaringClass().isEnum()) // valueOf is javac's
                        .filter(member -> member.getParameterCount() > 0)
                        .filter(member -> !needsADatabase(member))
                        .filter(member -> !isToldByTheLibrary(member));
    }

    /** What is internal is Hibernate's to call, not a user's. */
    private static boolean canBeNamed(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getPackageName().contains(".internal")
                && type.getEnclosingClass()
                        .map(HostileArgumentsTest::canBeNamed)
                        .orElse(true);
    }

    /** They are {@link HostileInputTest}'s, but for the static ones of a service. */
    private static boolean needsADatabase(Executable member) {
        Class<?> type = member.getDeclaringClass();
        return type == TransferFeed.class
                || type.isInterface()
                        && type.getSimpleName().endsWith("Service")
                        && !Modifier.isStatic(member.getModifiers());
    }

    /** Nobody else calls a listener, or makes what it is told. */
    private static boolean isToldByTheLibrary(Executable member) {
        Class<?> type = member.getDeclaringClass();
        return type.getEnclosingClass() == BankListener.class
                || BankListener.class.isAssignableFrom(type) && member instanceof Method;
    }

    @ParameterizedTest
    @MethodSource("everythingPublic")
    void answersOrSaysWhatIsWrong(Executable member) {
        for (int round = 0; round < ROUNDS; round++) {
            values.argumentsOf(member).forEach(arguments -> {
                List<Account> accounts = accountsAmong(arguments);
                List<Account> before = accounts.stream().map(Account::copy).toList();
                Throwable refusal = refusal(member, arguments);
                if (refusal != null && !(refusal instanceof HostileValues.Sabotage)) {
                    assertThat(refusal)
                            .as("%s%s", member, Arrays.asList(arguments))
                            .isInstanceOfAny(BankException.class, IllegalArgumentException.class);
                    assertThat(refusal.getMessage()).isNotBlank();
                    assertThat(accounts)
                            .as("what is refused leaves the accounts as they were")
                            .usingRecursiveFieldByFieldElementComparator()
                            .isEqualTo(before);
                }
            });
        }
    }

    private static List<Account> accountsAmong(@Nullable Object[] arguments) {
        return Arrays.stream(arguments)
                .filter(Account.class::isInstance)
                .map(Account.class::cast)
                .toList();
    }

    private @Nullable Throwable refusal(Executable member, @Nullable Object[] arguments) {
        try {
            if (member instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                Method method = (Method) member;
                List<?> receivers = Modifier.isStatic(method.getModifiers())
                        ? List.of(method)
                        : values.of(method.getDeclaringClass());
                method.invoke(receivers.get(random.nextInt(receivers.size())), arguments);
            }
            return null;
        } catch (InvocationTargetException thrown) {
            return thrown.getCause();
        } catch (ReflectiveOperationException defect) {
            throw new IllegalStateException(defect);
        }
    }
}
