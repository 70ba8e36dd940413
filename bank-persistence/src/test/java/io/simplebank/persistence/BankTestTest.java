package io.simplebank.persistence;

import static io.simplebank.persistence.Noted.GIVEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.BankTest;
import io.simplebank.persistence.testing.DatabasePer;
import io.simplebank.persistence.testing.TestDatabase;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Which test gets which database. The classes within are run by the tests of this one only. */
@ExtendWith(BankExtension.class) // for a look at the server
class BankTestTest {

    @BeforeEach
    void forget() {
        GIVEN.clear();
    }

    private static EngineExecutionResults run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .execute();
    }

    /** Runs a class that must pass, and counts the databases that its methods were given. */
    private static Set<String> databases(Class<?> testClass, int tests) {
        run(testClass)
                .testEvents()
                .assertStatistics(events -> events.succeeded(tests).failed(0));
        return new HashSet<>(GIVEN.values());
    }

    @ExtendWith(BankExtension.class)
    static class Plain extends Noted {
        Plain(TestDatabase database) {
            super(database);
        }

        @BeforeAll
        static void noteBeforeAll(Bank bank, TestDatabase database) {
            GIVEN.put("all", database.url());
        }

        @Nested
        class Within {
            @Test
            void one(TestDatabase database) {
                GIVEN.put("nested", database.url());
            }
        }
    }

    @Test
    void anExtendedClassHasOneDatabaseWithItsNestedClasses() {
        assertThat(databases(Plain.class, 4)).hasSize(1);
        assertThat(GIVEN).hasSize(6);
    }

    @BankTest
    static class PerClass extends Noted {
        PerClass(TestDatabase database) {
            super(database);
        }
    }

    static class Heir extends PerClass {
        Heir(TestDatabase database) {
            super(database);
        }
    }

    @Test
    void anAnnotatedClassAndItsHeirHaveOneEach() {
        assertThat(databases(PerClass.class, 3)).hasSize(1);
        assertThat(databases(Heir.class, 3)).hasSize(2);
    }

    @BankTest(DatabasePer.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface OfOurTeam {}

    @OfOurTeam
    static class PerMethod extends Noted {
        PerMethod(TestDatabase database) {
            super(database);
        }

        @Nested
        class Within {
            @Test
            void one(TestDatabase database) {
                GIVEN.put("nested one", database.url());
            }

            @Test
            void two(TestDatabase database) {
                GIVEN.put("nested two", database.url());
            }
        }

        @Nested
        @BankTest
        class Otherwise {
            @Test
            void one(TestDatabase database) {
                GIVEN.put("otherwise one", database.url());
            }

            @Test
            void two(TestDatabase database) {
                GIVEN.put("otherwise two", database.url());
            }
        }
    }

    @Test
    void eachMethodAndInvocationHasItsOwnUnlessANestedClassSaysOtherwise() {
        assertThat(databases(PerMethod.class, 7)).hasSize(6);
        assertThat(GIVEN.get("otherwise one")).isEqualTo(GIVEN.get("otherwise two"));
    }

    @Test
    void nothingIsLeftBehind(TestDatabase ours) throws Exception {
        String count = "select count(*) from pg_database where datname = '%s'";
        for (String url : databases(PerMethod.class, 7)) {
            String name = url.replaceAll(".*/|\\?.*", "");
            assertThat(name).startsWith("bank_test_");
            assertThat(PlainSql.query(ours.superuser(), count.formatted(name))).isEqualTo("0");
        }
    }

    @BankTest(DatabasePer.METHOD)
    static class TooEarly {
        @BeforeAll
        static void before(Bank bank) {}

        @Test
        void one() {}
    }

    @BankTest(DatabasePer.METHOD)
    @TestInstance(Lifecycle.PER_CLASS)
    static class OneInstance {
        OneInstance(Bank bank) {}

        @Test
        void one() {}
    }

    @Test
    void thereIsNothingToInjectBeforeTheMethodThatHasIt() {
        for (Class<?> tooEarly : List.of(TooEarly.class, OneInstance.class)) {
            run(tooEarly)
                    .containerEvents()
                    .assertThatEvents()
                    .haveExactly(
                            1,
                            finishedWithFailure(message(text -> text.contains("each method of " + tooEarly.getName()
                                    + " has a database of its own, so there is none yet"))));
        }
    }

    @BankTest(startingAt = "tomorrow")
    static class NoInstant {
        @Test
        void one(Bank bank) {}
    }

    @Test
    void aClockStartsAtAnInstantOnly() {
        run(NoInstant.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(message(
                                text -> text.contains("$NoInstant: startingAt must be") && text.contains("tomorrow"))));
    }
}
