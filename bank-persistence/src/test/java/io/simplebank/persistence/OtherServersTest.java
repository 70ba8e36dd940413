package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not PostgreSQL 15 or newer, or not its own driver: what says so is put in the way of a server that is. */
@ExtendWith(BankExtension.class)
class OtherServersTest {

    private final DataSource dataSource;

    OtherServersTest(TestDatabase database) {
        dataSource = database.dataSource();
    }

    /** The same, but for the answers of some methods, and of what these connections are asked. */
    private static <T> T saying(Class<T> type, T target, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (answers.containsKey(method.getName())) {
                return answers.get(method.getName());
            }
            try {
                Object answer = method.invoke(target, args);
                return switch (method.getName()) {
                    case "getConnection" -> saying(Connection.class, (Connection) answer, answers);
                    case "getMetaData" -> saying(DatabaseMetaData.class, (DatabaseMetaData) answer, answers);
                    default -> answer;
                };
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }));
    }

    private Bank openOn(Map<String, Object> answers) {
        return Bank.on(saying(DataSource.class, dataSource, answers)).open();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 9})
    void areRefusedIfTheyAreTooOld(int version) {
        assertThatThrownBy(() -> openOn(Map.of("getDatabaseMajorVersion", version)))
                .isExactlyInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("PostgreSQL " + version)
                .hasMessageContaining("needs 15 or newer");
    }

    @Test
    void areRefusedIfTheyAreNoPostgreSql() {
        assertThatThrownBy(() -> openOn(Map.of("getDatabaseProductName", "MariaDB")))
                .isExactlyInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("MariaDB");
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 18, 19})
    void areAcceptedFrom15On(int version) {
        openOn(Map.of("getDatabaseMajorVersion", version)).close();
    }

    /** It cannot tell whether there is a pooler: the bank acts as if there were one. */
    @Test
    void areTakenForAPoolerBehindADriverThatDoesNotTell() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            assertThat(Pooler.isBefore(connection)).isFalse();
            Connection ofAnotherDriver = (Connection) Proxy.newProxyInstance(
                    ClassLoader.getPlatformClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                        throw new UnsupportedOperationException(method.getName());
                    });
            assertThat(Pooler.isBefore(ofAnotherDriver)).isTrue();
        }
    }
}
