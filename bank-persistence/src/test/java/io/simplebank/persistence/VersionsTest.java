package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import liquibase.util.LiquibaseUtil;
import org.hibernate.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a suite ran on is part of its result. */
@Tag("joining")
class VersionsTest {

    /** Whoever asks for a version with {@code -Dbank.test.postgresql=17}, say, is to get no other. */
    @Test
    void areThoseThatWereAskedFor() throws SQLException {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", Runtime.version().toString());
        try (TestDatabase database = TestDatabase.create();
                Connection connection = database.dataSource().getConnection()) {
            versions.put("postgresql", connection.getMetaData().getDatabaseProductVersion());
            versions.put("driver", connection.getMetaData().getDriverVersion());
        }
        versions.put("hibernate", Version.getVersionString());
        versions.put("liquibase", LiquibaseUtil.getBuildVersion());
        System.out.println("Tests run with " + versions);

        versions.forEach((name, version) -> {
            String wanted = System.getProperty("bank.test." + name, "");
            assertThat(version).as(name).matches(wanted.isEmpty() ? ".+" : wanted.replace(".", "\\.") + "\\b.*");
        });
    }
}
