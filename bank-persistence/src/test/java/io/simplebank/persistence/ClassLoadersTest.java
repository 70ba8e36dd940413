package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.TestDatabase;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Applications in one server: each has the library, and its driver, in a class loader of its own, where {@link
 * java.sql.DriverManager} does not look; and its threads have whatever context they have.
 */
@Tag("anywhere")
class ClassLoadersTest {

    private static final String RIGHT = "true, strangers: ";

    private final TestDatabase database = TestDatabase.createEmpty();

    @AfterEach
    void drop() {
        database.close();
    }

    /** None, as on a thread of native code's; the platform's; that of another application with another Liquibase. */
    @Test
    void aBankOpensWhateverTheThreadsContextIsAndTwiceInOneJvm() throws Exception {
        try (IsolatedLibrary library = IsolatedLibrary.create();
                IsolatedLibrary another = IsolatedLibrary.create()) {
            assertThat(on(null, library)).isEqualTo(RIGHT);
            assertThat(on(ClassLoader.getPlatformClassLoader(), library)).isEqualTo(RIGHT);
            assertThat(on(another.loader(), library)).isEqualTo(RIGHT);
            assertThat(on(library.loader(), another)).isEqualTo(RIGHT);
            assertThat(on(another.loader(), another)).isEqualTo(RIGHT);
        }
    }

    /** On a thread of its own, which inherits nothing and has its context afterwards as before. */
    private String on(@Nullable ClassLoader context, IsolatedLibrary library) throws Exception {
        FutureTask<String> work = new FutureTask<>(() -> {
            String answer = library.run(OpeningProgram.class, database.url());
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(context);
            return answer;
        });
        Thread thread = new Thread(null, work, "of a host", 0, false);
        thread.setContextClassLoader(context);
        thread.start();
        return work.get(2, TimeUnit.MINUTES);
    }
}
