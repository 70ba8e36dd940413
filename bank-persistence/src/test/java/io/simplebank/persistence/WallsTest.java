package io.simplebank.persistence;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import io.simplebank.persistence.internal.opening.LedgerMapping;
import io.simplebank.persistence.internal.opening.LedgerSchemaFilter;
import io.simplebank.persistence.internal.opening.UncachedLedger;
import io.simplebank.persistence.micrometer.BankMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** The walls of the library that neither Maven nor javac keeps. */
class WallsTest {

    private static final String PERSISTENCE = "io.simplebank.persistence";

    /** What others than users need to name, and may change at any time. */
    private static final String INTERNAL = PERSISTENCE + ".internal..";

    /** What a user can name. Whatever stands here stays for ever. */
    private static final List<Class<?>> API = List.of(
            AccountService.class,
            Bank.class,
            BankBuilder.class,
            BankListener.class,
            BankListener.Answers.class,
            BankListener.ConnectionLoss.class,
            BankListener.Group.class,
            BankListener.Kind.class,
            BankListener.Outcome.class,
            BankListener.Retry.class,
            BankMetrics.class,
            IsolationLevel.class,
            TransferFeed.class,
            TransferService.class);

    private static final JavaClasses LIBRARY =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.simplebank");

    private static final JavaClasses TESTS =
            new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages(PERSISTENCE);

    @Test
    void onlyWhatAUserCanNameIsPublic() {
        assertThat(LIBRARY.stream()
                        .filter(type -> type.getPackageName().startsWith(PERSISTENCE))
                        .filter(not(resideInAPackage(INTERNAL)))
                        .filter(WallsTest::canBeNamed)
                        .map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(
                        API.stream().map(Class::getName).toList());
    }

    @Test
    void noPackageDependsOnAnotherInACircle() {
        slices().matching("io.simplebank.(**)").should().beFreeOfCycles().check(LIBRARY);
    }

    /** They change without notice from release to release, and hosts bring a Hibernate of their own. */
    @Test
    void onlySixClassesKnowHibernatesServiceProviderInterfaces() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(
                        Jdbc.class,
                        LedgerMapping.class,
                        LedgerSchemaFilter.class,
                        ManagedEntities.class,
                        Sessions.class,
                        UncachedLedger.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hibernate..spi..", "org.hibernate.persister..")
                .check(LIBRARY);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.hibernate..internal..")
                .check(LIBRARY);
    }

    /** It is there at run time only: a host may wrap it, or bring another version. */
    @Test
    void theLibraryKnowsTheDriverThroughJdbcOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql..")
                .check(LIBRARY);
    }

    /** They are in the language of the server, or of the JVM: what they mean is said by fields and SQLStates. */
    @Test
    void oneClassPassesTheDatabasesWordsOnAndNobodyUnderstandsThem() {
        noClasses()
                .that()
                .resideInAPackage(PERSISTENCE + "..")
                .and()
                .doNotBelongToAnyOf(ServerMessage.class)
                .should()
                .callMethodWhere(target(nameMatching("getMessage|getLocalizedMessage"))
                        .and(target(owner(assignableTo(Throwable.class)))))
                .check(LIBRARY);
    }

    /** It is optional: whoever does without it has nothing else that misses it. */
    @Test
    void micrometerIsKnownToItsSubpackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PERSISTENCE + ".micrometer")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(LIBRARY);
    }

    /** So they run in a user's suite and show what a user can do. */
    @Test
    void theTestingDemoAndBenchmarkPackagesUseWhatAUserCanName() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PERSISTENCE)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(PERSISTENCE).and(not(belongToAnyOf(API.toArray(Class<?>[]::new)))))
                .check(TESTS);
        slices().matching(PERSISTENCE + ".(*)..").should().beFreeOfCycles().check(TESTS);
        noClasses()
                .that()
                .resideInAPackage(PERSISTENCE + ".testing")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PERSISTENCE + ".demo..", PERSISTENCE + ".benchmark..")
                .check(TESTS);
    }

    /** A test-jar brings no dependencies: who does without one of these must still be able to run the rest. */
    @Test
    void whatUsersMayNotHaveIsTouchedByItsOwnClassesOnly() {
        touchedOnlyBy("AssertJ", "org.assertj..", "BankAssertions", "\\w+Assert");
        touchedOnlyBy("Testcontainers", "org.testcontainers..", "ContainerServer");
        touchedOnlyBy("the embedded server", "io.zonky..", "EmbeddedServer");
    }

    private static void touchedOnlyBy(String what, String itsPackages, String... classes) {
        String names = ".*\\.(" + String.join("|", classes) + ")";
        noClasses()
                .that()
                .resideInAPackage(PERSISTENCE + ".testing")
                .and()
                .haveNameNotMatching(names)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(itsPackages)
                .because(what + " may be absent")
                .check(TESTS);
    }

    /** All of that package is published. */
    @Test
    void ourOwnTestsAreNotPublished() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(PERSISTENCE + ".testing")
                .should()
                .beMetaAnnotatedWith(Testable.class)
                .check(TESTS);
    }

    /** What is declared within an interface is public, but no more so than the interface. */
    private static boolean canBeNamed(JavaClass type) {
        return type.getModifiers().contains(PUBLIC)
                && type.getEnclosingClass().map(WallsTest::canBeNamed).orElse(true);
    }
}
