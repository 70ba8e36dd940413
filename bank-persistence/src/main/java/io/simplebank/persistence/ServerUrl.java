package io.simplebank.persistence;

import io.simplebank.domain.SchemaMismatchException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC URL of PostgreSQL's.
 *
 * @param withoutCredentials user and password go to the driver apart from the URL, which it logs; and in the URL they
 *     would have precedence over what was set apart
 */
record ServerUrl(
        String withoutCredentials,
        @Nullable String user,
        @Nullable String password) {

    /** More than one of them, in the place for it or among the properties. */
    private static final Pattern SEVERAL_HOSTS =
            Pattern.compile("^jdbc:postgresql://[^/?]*,|[?&]PGHOST=[^&]*(,|%2C)", Pattern.CASE_INSENSITIVE);

    private static final Pattern CREDENTIALS = Pattern.compile("(?<=[?&])(?<name>user|password)=(?<value>[^&]*)");

    /**
     * Takes a URL apart.
     *
     * @throws SchemaMismatchException if it is not one of PostgreSQL, without repeating what may be a password
     */
    static ServerUrl parse(String url) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new SchemaMismatchException(
                    "the URL is not one of PostgreSQL: it must begin with jdbc:postgresql:, but is of "
                            + url.replaceFirst("(?s)^((jdbc:)?[A-Za-z0-9_+-]*).*", "$1"),
                    null);
        }
        if (url.replaceFirst("(?s)\\?.*", "").contains("@")) {
            throw new SchemaMismatchException(
                    "the URL names a user or password before the host, which PostgreSQL's driver would take for a part of"
                            + " the host and repeat in its messages: use username(...) and password(...); it should be like"
                            + " jdbc:postgresql://host:5432/database",
                    null);
        }
        return new ServerUrl(
                CREDENTIALS.matcher(url).replaceAll(""), parameter(url, "user"), parameter(url, "password"));
    }

    /** What the URL says, as the driver would read it. */
    private static @Nullable String parameter(String url, String name) {
        String value = null;
        Matcher credentials = CREDENTIALS.matcher(url);
        while (credentials.find()) {
            if (credentials.group("name").equals(name)) {
                value = credentials.group("value");
            }
        }
        try {
            return value == null ? null : URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            // No cause: its message repeats part of the value.
            throw new SchemaMismatchException("the URL's " + name + " is not percent-encoded as it must be", null);
        }
    }

    /** Whether it names more than one server: after a switch-over, another one is the primary. */
    boolean namesSeveral() {
        return SEVERAL_HOSTS.matcher(withoutCredentials).find();
    }

    /**
     * The way to the server. Of several, to the primary, unless the URL says otherwise: of what the properties say, the
     * driver believes the URL.
     *
     * @param username instead of the URL's
     * @param itsPassword instead of the URL's
     * @throws SchemaMismatchException if the driver is not there, or does not understand the URL
     */
    Doorway doorway(@Nullable String username, @Nullable String itsPassword, Settings settings) {
        Properties properties = new Properties();
        set(properties, "user", username == null ? user : username);
        set(properties, "password", itsPassword == null ? password : itsPassword);
        set(properties, "ApplicationName", Pool.NAME);
        set(properties, "tcpKeepAlive", "true");
        set(properties, "loginTimeout", seconds(settings.connectionTimeout));
        set(properties, "connectTimeout", seconds(settings.connectionTimeout));
        set(properties, "socketTimeout", seconds(settings.longestSilence()));
        set(properties, "targetServerType", namesSeveral() ? "primary" : null);
        return new Doorway(
                PostgreSqlDriver.require(withoutCredentials),
                withoutCredentials,
                properties,
                settings.connectionTimeout);
    }

    private static void set(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    /** The driver's unit, which it turns into milliseconds in an int; never 0, which would be for ever. */
    private static String seconds(Duration duration) {
        return Long.toString(Math.min(duration.plusMillis(999).toSeconds(), Integer.MAX_VALUE / 1_000));
    }
}
