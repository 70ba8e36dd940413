package io.simplebank.persistence.torture;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.AuditFinding;
import io.simplebank.domain.AuditReport;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.torture.Answer.Result;
import io.simplebank.persistence.torture.Verdict.Breach;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/** A whole torture run: a server, clients, a nemesis, and what is left of the books. */
final class Torture {

    /** A user who has the role {@code simplebank_writer} only: as whom the clients work. */
    static final String WRITER = "teller";

    private static final String CLOSED_WITH_HOLDS = """
            select distinct a.id from bank.accounts a join bank.holds h on a.id in (h.to_account_id, h.from_account_id)
            where a.status = 'CLOSED' and h.status = 'PENDING'""";

    private static final String ROLES = "/META-INF/simplebank/roles/01-roles.sql";

    private final TortureSettings settings;
    private final PrintStream out;

    private Torture(TortureSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Ends with 0 if nothing was lost, doubled or unbalanced; settings are system properties. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        boolean held = run(TortureSettings.ofSystemProperties(), System.out);
        System.exit(held ? 0 : 1);
    }

    /**
     * Runs, prints what happened, and in its last line what broke.
     *
     * @return whether nothing did
     */
    static boolean run(TortureSettings settings, PrintStream out) throws Exception {
        Files.createDirectories(settings.output());
        return new Torture(settings, out).run();
    }

    /** Milliseconds, which mean the same in every process of this machine. */
    static long now() {
        return System.currentTimeMillis();
    }

    private boolean run() throws Exception {
        out.printf(
                "%d client processes with %d threads each, at %s, for %d seconds: -Dtorture.seed=%d%n",
                settings.clients(),
                settings.threads(),
                settings.isolation(),
                settings.time().toSeconds(),
                settings.seed());
        try (Servers servers = Servers.start(settings.output())) {
            prepare(servers.primary());
            try (Crew crew = new Crew(settings, servers.ports())) {
                Nemesis nemesis = new Nemesis(servers, crew, settings);
                Damages damages = nemesis.rage();
                crew.end();
                damages.print(out);
                return judge(servers.primary(), crew.histories(), damages);
            }
        }
    }

    private static void prepare(TortureServer server) throws IOException, SQLException {
        try (Bank bank = Bank.on(server.dataSource()).migrate().open()) {
            TortureAccounts.open(bank.accounts());
        }
        try (InputStream roles = Objects.requireNonNull(Bank.class.getResourceAsStream(ROLES));
                Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new String(roles.readAllBytes(), StandardCharsets.UTF_8));
            statement.execute("create role " + WRITER + " login in role simplebank_writer");
            statement.execute(Application.CREATE_ORDERS);
            statement.execute("grant select, insert on " + Application.ORDERS + " to " + WRITER);
        }
    }

    private boolean judge(TortureServer server, List<Path> paths, Damages damages) throws IOException, SQLException {
        Histories histories = new Histories(damages.restores());
        for (Path path : paths) {
            histories.add(path);
        }
        out.printf(
                "%,d acknowledged, %,d refused, %,d not done, %,d unknown, %,d unanswered; %,d looks at the sums%n",
                histories.answers(Result.ACKNOWLEDGED),
                histories.answers(Result.REFUSED),
                histories.answers(Result.NOT_DONE),
                histories.answers(Result.UNKNOWN),
                histories.unanswered(),
                histories.snapshots());
        long operations = histories.operations();
        Verdict verdict = Checker.check(histories, Books.read(server.dataSource()));
        try (Bank bank = Bank.at(TortureServer.url(WRITER, server.port())).open()) {
            List<List<Wish>> open = histories.open();
            histories.add(settle(server, bank, open));
            List<List<Wish>> left = histories.open();
            out.printf("%,d were sent again, and are settled but for %,d%n", open.size(), left.size());
            left.forEach(wishes -> verdict.add(Breach.LOST, "not to be settled: " + wishes));
            verdict.add(Checker.check(histories, Books.read(server.dataSource())));
            audit(bank, verdict);
        }
        checkShops(server, verdict);
        verdict.examples().forEach(out::println);
        out.printf("%s operations=%d faults=%d%n", verdict, operations, damages.total());
        return verdict.isClean();
    }

    /** Holds and closes exclude each other: a closed account has no pending hold in its favour. */
    private static void checkShops(TortureServer server, Verdict verdict) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet closed = statement.executeQuery(CLOSED_WITH_HOLDS)) {
            while (closed.next()) {
                verdict.add(Breach.UNBALANCED, "closed with a pending hold in its favour: " + closed.getString(1));
            }
        }
    }

    /** Sends everything again that nobody knows of, and writes that down. */
    private Path settle(TortureServer server, Bank bank, List<List<Wish>> open) throws IOException {
        Path path = settings.output().resolve("history-settled.tsv");
        try (History history = History.create(path);
                HikariDataSource pool = pool(server);
                Application application = new Application(pool)) {
            Till till = new Till(bank, application, history, () -> {});
            for (List<Wish> wishes : open) {
                if (wishes.size() == 1) {
                    till.ask(wishes.get(0));
                } else {
                    till.askForAll(wishes);
                }
            }
        }
        return path;
    }

    private static HikariDataSource pool(TortureServer server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TortureServer.url(WRITER, server.port()));
        return new HikariDataSource(config);
    }

    private void audit(Bank bank, Verdict verdict) {
        AuditReport report = bank.audit();
        out.println(report);
        for (AuditFinding finding : report.findings()) {
            verdict.add(Breach.UNBALANCED, finding.toString());
        }
    }
}
