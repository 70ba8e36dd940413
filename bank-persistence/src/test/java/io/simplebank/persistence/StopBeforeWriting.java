package io.simplebank.persistence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A place where a session's next transaction stops: the library's just before the statement that writes, which is when it
 * has all its locks and has decided; others where they call {@link #pass}.
 */
final class StopBeforeWriting {

    private static final Set<String> WRITES = Set.of("with", "inse", "upda", "dele", "merg");

    /** By which the library would be the first to give up: then a clock would decide who gets the lock. */
    private static final Pattern LOCK_TIMEOUT = Pattern.compile("lock_timeout = \\d+");

    private volatile CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile CompletableFuture<Void> goOn = CompletableFuture.completedFuture(null);

    /** From now on, the first one to pass stops. */
    void close() {
        stopped = new CompletableFuture<>();
        goOn = new CompletableFuture<>();
    }

    /** Lets whoever stops go on, and whoever comes later pass. */
    void open() {
        goOn.complete(null);
    }

    /** Completed when somebody stops. */
    CompletableFuture<Void> stopped() {
        return stopped;
    }

    boolean isStopping() {
        return stopped.isDone() && !goOn.isDone();
    }

    void pass() {
        CompletableFuture<Void> until = goOn;
        if (!until.isDone()) {
            stopped.complete(null);
            until.orTimeout(2, TimeUnit.MINUTES).join();
        }
    }

    /** Connections on which each statement that writes has to pass, and on which no lock is waited for in vain. */
    DataSource on(DataSource source) {
        return proxy(DataSource.class, source);
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getName().equals("prepareStatement") && isWrite((String) args[0])) {
                pass();
            }
            if (method.getName().equals("execute") && args != null) {
                args[0] = LOCK_TIMEOUT.matcher((String) args[0]).replaceAll("lock_timeout = 0");
            }
            try {
                return watched(target, method.invoke(target, args));
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }));
    }

    private Object watched(Object target, Object answer) {
        if (target instanceof DataSource && answer instanceof Connection connection) {
            return proxy(Connection.class, connection);
        }
        boolean takesSql = answer instanceof Statement && !(answer instanceof PreparedStatement);
        return target instanceof Connection && takesSql ? proxy(Statement.class, (Statement) answer) : answer;
    }

    private static boolean isWrite(String sql) {
        return sql.length() > 4 && WRITES.contains(sql.substring(0, 4));
    }
}
