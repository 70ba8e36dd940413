package io.simplebank.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A suite in which nobody has configured the JDK's logging, in a JVM of its own. */
@Tag("anywhere")
@SuppressWarnings("SystemOut") // which is looked at
class QuietSuiteTest {

    /** What Testcontainers answers to TESTCONTAINERS_RYUK_DISABLED: for whoever has set it to read, so it is not silenced. */
    private static final Pattern REAPER_TURNED_OFF =
            Pattern.compile("[^\n]*ResourceReaper[^\n]*\nWARNING: *\n[*]+\nRyuk has been disabled[^\n]*\n[*]+\n");

    @Test
    void printsOneLine() throws Exception {
        assertThat(lines(List.of(), "works")).singleElement().asString().startsWith("Tests run on PostgreSQL ");
    }

    @Test
    void asksWhetherAnEngineAnswersAndSaysNothingOfOneThatDoesNot() throws Exception {
        assertThat(lines(List.of(), "asks"))
                .containsAnyOf("an engine answers: true", "an engine answers: false")
                .hasSize(1);
    }

    @Test
    void hearsWhatItHasAskedFor() throws Exception {
        Path jdksOwn = Path.of(System.getProperty("java.home"), "conf", "logging.properties");

        assertThat(lines(List.of("-Djava.util.logging.config.file=" + jdksOwn), "logs"))
                .contains("INFO: of Hibernate's");
        assertThat(lines(List.of(), "logs")).isEmpty();
    }

    private static List<String> lines(List<String> options, String does) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        Stream.of("bank.test.database", "bank.test.image")
                .filter(name -> System.getProperty(name) != null)
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), QuietSuiteTest.class.getName(), does));
        Process suite = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = suite.getInputStream()) {
            return REAPER_TURNED_OFF
                    .matcher(new String(output.readAllBytes(), UTF_8))
                    .replaceAll("")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } finally {
            suite.destroyForcibly();
        }
    }

    /** What the extension does for a test, without JUnit. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Objects.requireNonNull(new BankExtension());
        switch (arguments[0]) {
            case "logs" -> Logger.getLogger("org.hibernate.orm").info("of Hibernate's");
            case "asks" -> System.out.println("an engine answers: " + anEngineAnswers());
            default -> work();
        }
        System.exit(0);
    }

    /** As where no {@code bank.test.database} says what to take. */
    private static Object anEngineAnswers() throws ReflectiveOperationException {
        Method question = Class.forName("io.simplebank.persistence.testing.ContainerServer")
                .getDeclaredMethod("isPossible");
        question.setAccessible(true);
        return question.invoke(null);
    }

    private static void work() {
        try (TestDatabase database = TestDatabase.create();
                // One connection: a pool that is closed while it is being filled says so, on a busy machine.
                Bank bank = Bank.at(database.url()).poolSize(1).open();
                var factory = new HibernatePersistenceConfiguration("suite")
                        .managedClasses(PersistenceUnit.ENTITIES)
                        .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                        .createEntityManagerFactory()) {
            bank.audit();
            factory.createEntityManager().close();
        }
    }
}
