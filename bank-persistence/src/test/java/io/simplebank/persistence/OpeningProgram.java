package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;

import io.simplebank.domain.TransferRequest;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens a bank on a URL and one on a data source, and has all their threads work. The argument is the URL; the answer the
 * audit, and which of the library's threads have another context than the library's own loader.
 */
final class OpeningProgram implements UnaryOperator<String> {

    @Override
    public String apply(String url) {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (Bank bank = Bank.at(url).migrate().open(); // first: what it needs of the driver, it must load itself
                Bank onADataSource = Bank.on(dataSource(url)).migrate().open()) {
            Scene scene = new Scene(bank.transfers(), bank.accounts(), dataSource(url));
            UUID alice = scene.with(eur("1.00"));
            onADataSource.transfers().transfer(TransferRequest.of(alice, scene.world(), eur("1.00")));
            onADataSource.accounts().freeze(alice); // HQL, on this thread
            String strangers = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread ->
                            !before.contains(thread) && thread.getName().startsWith("simple-bank"))
                    .filter(thread -> thread.getContextClassLoader() != OpeningProgram.class.getClassLoader())
                    .map(Thread::getName)
                    .collect(Collectors.joining(", "));
            return onADataSource.audit().isClean() + ", strangers: " + strangers;
        }
    }

    private static DataSource dataSource(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }
}
