package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The standard output is the application's. */
@Tag("migrating")
class QuietTest {

    @ParameterizedTest
    @EnumSource
    void nothingIsPrinted(Opening opening) {
        try (TestDatabase database = TestDatabase.createEmpty()) {
            PrintStream out = System.out;
            PrintStream err = System.err;
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
                System.setOut(capture);
                System.setErr(capture);
                use(opening, database);
            } finally {
                System.setOut(out);
                System.setErr(err);
            }

            assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    private static void use(Opening opening, TestDatabase database) {
        try (Opened opened = opening.on(database.url(), BankBuilder::migrate)) {
            Scene scene = new Scene(opened.bank().transfers(), opened.bank().accounts(), database.dataSource());
            UUID id = scene.with(eur("10.00"));
            UUID other = scene.empty();
            scene.refused(InsufficientFundsException.class, () -> scene.move(id, other, eur("10.01")));
        }
        opening.on(database.url(), BankBuilder::migrate).close(); // finds nothing to do
    }
}
