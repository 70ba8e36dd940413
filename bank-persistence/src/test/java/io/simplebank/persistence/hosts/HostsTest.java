package io.simplebank.persistence.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.simplebank.persistence.hosts.Host.ContradictionException;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A ledger does the same in any host. {@code -Dhosts.pairs=100 -Dseed=…} runs it under so many pairs of settings, 4 by
 * default; {@code -Dhosts.only=UUID.*} runs it under some settings only. The page on compatibility lists them.
 */
@Tag("anywhere")
@Tag("joining")
@ExtendWith(BankExtension.class)
class HostsTest {

    private final TestDatabase database;

    HostsTest(TestDatabase database) {
        this.database = database;
    }

    @ParameterizedTest
    @EnumSource
    void aLedgerDoesTheSameUnder(Setting setting) throws SQLException {
        assumeTrue(setting.name().matches(System.getProperty("hosts.only", ".*")));
        host(setting).run(database);
    }

    @Tag("alone")
    @TestFactory
    Stream<DynamicTest> aLedgerDoesTheSameUnderTwoSettings() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("HostsTest: -Dseed=" + seed);
        Random random = new Random(seed);
        return Stream.generate(() -> pair(random))
                .filter(pair -> !pair.isEmpty())
                .limit(Integer.getInteger("hosts.pairs", 4))
                .map(pair -> DynamicTest.dynamicTest(
                        pair.toString(),
                        () -> host(pair.toArray(Setting[]::new)).run(database)));
    }

    /** Two settings that can be had together, or nothing. */
    private static List<Setting> pair(Random random) {
        List<Setting> all = List.of(Setting.values());
        List<Setting> pair = List.of(all.get(random.nextInt(all.size())), all.get(random.nextInt(all.size())));
        try {
            return host(pair.toArray(Setting[]::new)).refusal() == null ? pair : List.of();
        } catch (ContradictionException together) {
            return List.of();
        }
    }

    private static Host host(Setting... settings) {
        Host host = new Host();
        for (Setting setting : settings) {
            setting.apply(host);
        }
        return host;
    }

    @Test
    void thePageOnCompatibilityListsTheSettings() throws IOException {
        Path page = Path.of("src/site/markdown/compatibility.md");
        List<String> lines = Files.readAllLines(page);
        int begin = lines.indexOf("<!-- printed by HostsTest -->");
        int end = lines.indexOf("<!-- end of what HostsTest prints -->");
        List<String> table = table();
        assertThat(lines.subList(begin + 1, end))
                .as("what HostsTest prints on the page, which should be\n" + String.join("\n", table) + "\n")
                .isEqualTo(table);
    }

    private static List<String> table() {
        List<String> table = new ArrayList<>(List.of("", "| settings of | |", "|---|---|"));
        for (Area area : Area.values()) {
            List<String> works = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            for (Setting setting : Setting.values()) {
                if (setting.area() == area) {
                    (host(setting).refusal() == null ? works : refused).add(setting.words());
                }
            }
            add(table, area.words(), works);
            add(table, area.words() + ", refused when the bank opens", refused);
        }
        table.add("");
        return table;
    }

    private static void add(List<String> table, String name, List<String> settings) {
        if (!settings.isEmpty()) {
            table.add("| " + name + " | " + String.join("; ", settings) + " |");
        }
    }
}
