package io.simplebank.persistence.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.BankListener;
import io.simplebank.persistence.testing.BankTest;
import io.simplebank.persistence.testing.TestAccounts;
import io.simplebank.persistence.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** The meters and the values of their tags are those of the page, all of them and no others. */
@BankTest
class MeterPageTest {

    private static final Pattern METER = Pattern.compile("(?m)^\\| `(simplebank\\.[a-z.]+)` \\|");

    private static String page() throws IOException {
        return Files.readString(Path.of("src/site/markdown/observability.md"));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void namesEveryMeter(TestDatabase database, TestAccounts accounts) throws IOException {
        MeterRegistry registry = new SimpleMeterRegistry();
        BankMetrics metrics = new BankMetrics(registry);
        try (Bank bank = Bank.at(database.url()).listener(metrics).open()) {
            bank.transfers()
                    .transfer(TransferRequest.of(
                            accounts.open("alice", "EUR 1.00").getId(),
                            accounts.open("bob", "EUR 0.00").getId(),
                            Money.parse("EUR 1.00")));
            metrics.onRetry(new BankListener.Retry("40001", 1));
            metrics.onConnectionLost(new BankListener.ConnectionLoss("08006", true));
            assertThat(registry.getMeters())
                    .extracting(meter -> meter.getId().getName())
                    .hasSameElementsAs(found(METER, page()));
            assertThat(registry.getMeters())
                    .flatExtracting(meter -> meter.getId().getTags())
                    .extracting(Tag::getKey)
                    .containsOnly("kind", "outcome", "error.type", "db.response.status_code");
        }
    }

    @Test
    void namesEveryKindAndOutcome() throws IOException {
        String page = page();
        assertThat(words(page, "kind")).containsExactlyInAnyOrderElementsOf(lowerCase(BankListener.Kind.values()));
        assertThat(words(page, "outcome"))
                .containsExactlyInAnyOrderElementsOf(lowerCase(BankListener.Outcome.values()));
    }

    private static List<String> lowerCase(Enum<?>[] values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** In the row of a tag; where methods are named there, they are none of its values. */
    private static List<String> words(String page, String tag) {
        String row = page.lines()
                .filter(line -> line.startsWith("| `" + tag + "` |"))
                .findFirst()
                .orElseThrow()
                .replaceAll(", which .*", "");
        return found(Pattern.compile("`([a-z_]+)`"), row.substring(row.indexOf('|', 2))).stream()
                .toList();
    }
}
