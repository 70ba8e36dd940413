package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The driver is the host's, and so are its settings: those that something has failed under, or all of them by
 * {@code -Ddriver.settings=all}.
 */
@Tag("alone")
class DriverSettingsTest {

    private static final List<String> SUPPORTED =
            "all".equals(System.getProperty("driver.settings")) ? DriverSettings.SUPPORTED : DriverSettings.DELICATE;

    @ParameterizedTest
    @FieldSource("SUPPORTED")
    void everythingWorksUnderEachOfThem(String setting) {
        try (TestDatabase database = TestDatabase.createEmpty()) {
            String url = database.url() + (database.url().contains("?") ? "&" : "?") + setting;

            assertThat(new CoreProgram().apply(url)).endsWith("the books are right");
        }
    }
}
