package io.simplebank.persistence.testing;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Who has a database, and for how long.
 *
 * @param owner the annotated test class; without an annotation, the outermost one
 * @param per how long
 * @param start where the clock stands, {@code null} if it goes with the system's
 */
record Tenancy(Class<?> owner, DatabasePer per, @Nullable Instant start) {

    private static final Namespace NAMESPACE = Namespace.create(BankExtension.class);

    /** What the nearest annotation says: on the test class itself, or on the one that it is nested in, and so on. */
    static Tenancy of(ExtensionContext context) {
        List<Class<?>> outwards = new ArrayList<>(context.getEnclosingTestClasses());
        Collections.reverse(outwards);
        outwards.add(0, context.getRequiredTestClass());
        for (Class<?> testClass : outwards) {
            Optional<BankTest> annotation = AnnotationSupport.findAnnotation(testClass, BankTest.class);
            if (annotation.isPresent()) {
                return new Tenancy(testClass, annotation.get().value(), start(testClass, annotation.get()));
            }
        }
        return new Tenancy(outwards.get(outwards.size() - 1), DatabasePer.CLASS, null);
    }

    private static @Nullable Instant start(Class<?> testClass, BankTest annotation) {
        String start = annotation.startingAt();
        try {
            return start.isEmpty() ? null : Instant.parse(start);
        } catch (DateTimeParseException noInstant) {
            throw new ExtensionConfigurationException(
                    testClass.getName() + ": startingAt must be an instant like 2026-03-01T12:00:00Z, but is " + start,
                    noInstant);
        }
    }

    /** The same at each call within the owner's time; JUnit closes it after that. */
    TestBank in(ExtensionContext context) {
        ExtensionContext home = per == DatabasePer.METHOD ? method(context) : ownersClass(context);
        // A store looks into those around it, so the key must be one that no other has.
        return home.getStore(NAMESPACE).computeIfAbsent(home.getUniqueId(), key -> new TestBank(start), TestBank.class);
    }

    private ExtensionContext method(ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("each method of " + owner.getName()
                    + " has a database of its own, so there is none yet: take the parameter in the test method, in"
                    + " @BeforeEach or in the constructor of a class with one instance per method, or say"
                    + " @BankTest(DatabasePer.CLASS)");
        }
        return context;
    }

    private ExtensionContext ownersClass(ExtensionContext context) {
        ExtensionContext current = context;
        while (current.getTestClass().filter(owner::equals).isEmpty()
                || current.getTestMethod().isPresent()) {
            current = current.getParent().orElseThrow();
        }
        return current;
    }
}
