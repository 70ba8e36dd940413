package io.simplebank.domain;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import jakarta.persistence.Entity;
import java.io.Serializable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The walls of the domain that neither Maven nor javac keeps. */
class WallsTest {

    private static final JavaClasses DOMAIN =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.simplebank.domain");

    @Test
    void theDomainNeedsTheJdkJakartaPersistenceJodaMoneyAndJspecifyOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.simplebank.domain",
                        "java..",
                        "jakarta.persistence",
                        "org.joda.money",
                        "org.jspecify.annotations")
                .check(DOMAIN);
    }

    @Test
    void theDomainKnowsNoSql() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(DOMAIN);
    }

    @Test
    void onlyEntitiesValuesAndErrorsArePublic() {
        assertThat(DOMAIN.stream()
                        .filter(type -> type.getModifiers().contains(PUBLIC))
                        .filter(type -> !type.isAssignableTo(BankException.class))
                        .map(JavaClass::getName))
                .containsExactlyInAnyOrder(
                        Account.class.getName(),
                        AccountStatus.class.getName(),
                        AuditFinding.class.getName(),
                        AuditReport.class.getName(),
                        AuditRule.class.getName(),
                        BankException.Outcome.class.getName(),
                        DatabaseSession.class.getName(),
                        Entry.class.getName(),
                        Entry.Key.class.getName(),
                        Hold.class.getName(),
                        Hold.Capture.class.getName(),
                        HoldStatus.class.getName(),
                        LedgerLock.class.getName(),
                        LockReport.class.getName(),
                        LockWait.class.getName(),
                        OpenAccount.class.getName(),
                        Posting.class.getName(),
                        SessionState.class.getName(),
                        Statement.class.getName(),
                        Transfer.class.getName(),
                        TransferEvent.class.getName(),
                        TransferOutcome.class.getName(),
                        TransferOutcome.Origin.class.getName(),
                        TransferOutcome.Posted.class.getName(),
                        TransferOutcome.Refused.class.getName(),
                        TransferRequest.class.getName(),
                        TransferRequest.Extent.class.getName(),
                        TransferRequest.LeastBalance.class.getName());
    }

    @Test
    void errorsAreBankExceptions() {
        classes()
                .that(are(assignableTo(Throwable.class)))
                .should()
                .beAssignableTo(BankException.class)
                .check(DOMAIN);
    }

    @Test
    void entitiesCanBeMadeAndChangedByTheDomainOnly() {
        constructors()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Entity.class)
                .should()
                .notBePublic()
                .check(DOMAIN);
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Entity.class)
                .should()
                .haveNameStartingWith("set")
                .check(DOMAIN);
        methods()
                .that()
                .areDeclaredIn(Account.class)
                .and()
                .haveNameMatching("debit|credit")
                .should()
                .bePackagePrivate()
                .check(DOMAIN);
    }

    @Test
    void entitiesHoldIdsAndNoAssociations() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Entity.class)
                .should()
                .haveRawType(assignableTo(Iterable.class).or(annotatedWith(Entity.class)))
                .check(DOMAIN);
    }

    /** Hosts store, queue and send them. */
    @Test
    void whatIsPublicCanBeSerialized() {
        assertThat(values()).allMatch(Serializable.class::isAssignableFrom);
    }

    /** What callers pass and are answered with. */
    static List<Class<?>> values() {
        return DOMAIN.stream()
                .filter(type -> type.getModifiers().contains(PUBLIC) && !type.isEnum())
                .filter(type -> !type.isAssignableTo(Throwable.class))
                .<Class<?>>map(JavaClass::reflect)
                .toList();
    }
}
