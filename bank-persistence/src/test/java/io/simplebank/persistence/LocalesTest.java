package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.TestDatabase;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JVM's locale is the host's, and its digits, letters and calendars may be others than SQL's. The library runs in a
 * class loader of its own, because what it has formatted once, for its constants, is not formatted again.
 */
@Tag("alone") // three times all classes are loaded and compiled anew
class LocalesTest {

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "tr", "th-TH-u-nu-thai"})
    void everythingWorksWhateverTheJvmsLocale(String locale) throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(locale));
        try (TestDatabase database = TestDatabase.createEmpty();
                IsolatedLibrary library = IsolatedLibrary.create()) {
            assertThat(library.run(CoreProgram.class, database.url())).endsWith("the books are right");
        } finally {
            Locale.setDefault(before);
        }
    }
}
