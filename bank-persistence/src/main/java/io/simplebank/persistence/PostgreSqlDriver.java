package io.simplebank.persistence;

import io.simplebank.domain.SchemaMismatchException;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's driver, by name, because it is there at run time only. {@link DriverManager} knows those of the first
 * application that asked it, and gives none to a class of another: in a server with several, an application's own driver
 * must be looked for where the application is.
 */
final class PostgreSqlDriver {

    private static final String NAME = "org.postgresql.Driver";

    private PostgreSqlDriver() {}

    /**
     * The driver, which understands a URL.
     *
     * @throws SchemaMismatchException if there is none, or it does not; without the URL, which may hold a password
     */
    static Driver require(String url) {
        Driver driver = find(url);
        if (driver == null) {
            throw new SchemaMismatchException(
                    "PostgreSQL's driver is not on the class path: add org.postgresql:postgresql where the library is",
                    null);
        }
        if (!accepts(driver, url)) {
            throw new SchemaMismatchException(
                    "PostgreSQL's driver does not understand the URL: it should be like"
                            + " jdbc:postgresql://host:5432/database",
                    null);
        }
        return driver;
    }

    /** Where the library is; else where the thread works; else whatever is registered. */
    private static @Nullable Driver find(String url) {
        Driver librarys = in(LibraryLoader.get());
        if (librarys != null) {
            return librarys;
        }
        Driver threads = in(Thread.currentThread().getContextClassLoader());
        if (threads != null) {
            return threads;
        }
        try {
            return DriverManager.getDriver(url);
        } catch (SQLException none) {
            return null;
        }
    }

    private static @Nullable Driver in(@Nullable ClassLoader loader) {
        try {
            return Class.forName(NAME, true, loader)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException notThere) {
            return null;
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException failure) {
            return false;
        }
    }
}
