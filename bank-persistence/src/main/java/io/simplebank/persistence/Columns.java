package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Binds rows to a statement as one array for each column, one after the other. */
final class Columns {

    private final Connection connection;
    private final PreparedStatement statement;
    private int index;

    Columns(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** Goes on with other rows. */
    <T> Rows<T> of(List<T> rows) {
        return new Rows<>(rows);
    }

    /** The columns of one list of rows. */
    final class Rows<T> {

        private final List<T> rows;

        private Rows(List<T> rows) {
            this.rows = rows;
        }

        Rows<T> uuids(Function<T, @Nullable Object> value) throws SQLException {
            return add("uuid", value);
        }

        Rows<T> texts(Function<T, @Nullable Object> value) throws SQLException {
            return add("text", value);
        }

        /** ISO 8601 with the Z, which PostgreSQL reads whatever the session's time zone. */
        Rows<T> instants(Function<T, @Nullable Object> value) throws SQLException {
            return add("timestamptz", row -> Objects.toString(value.apply(row), null));
        }

        private Rows<T> add(String type, Function<T, @Nullable Object> value) throws SQLException {
            @Nullable Object[] values = new @Nullable Object[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(rows.get(i));
            }
            statement.setArray(++index, connection.createArrayOf(type, values));
            return this;
        }

        /** The driver sends arrays of primitives in binary form, which costs both sides less. */
        Rows<T> longs(ToLongFunction<T> value) throws SQLException {
            statement.setObject(++index, rows.stream().mapToLong(value).toArray());
            return this;
        }

        Rows<T> nullableLongs(Function<T, @Nullable Object> value) throws SQLException {
            return add("bigint", value);
        }

        Rows<T> booleans(Predicate<T> value) throws SQLException {
            boolean[] values = new boolean[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value.test(rows.get(i));
            }
            statement.setObject(++index, values);
            return this;
        }
    }
}
