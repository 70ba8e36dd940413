package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A server with messages in another language, and a driver that says less or more of them. */
@Tag("anywhere")
class TranslatedServerTest {

    private final TestDatabase database = TestDatabase.createEmpty();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void everythingWorksWhateverTheServersLanguage() throws Exception {
        try (WireProxy proxy = new WireProxy(database.url(), new ForeignWords())) {
            assertThat(new CoreProgram().apply(proxy.url())).endsWith("the books are right");
        }
    }

    /** The driver's own field says it; what has none is told by its SQLState. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            check (amount <> 777)         | -                                                           | hosts_own
            -                             | raise 'no'                                                  | SQLState P0001
            -                             | raise 'constraint "guessed"'                                | SQLState P0001
            -                             | raise 'no' using errcode = '23514'                          | SQLState 23514
            -                             | raise 'no' using errcode = '23514', constraint = 'hosts_own' | hosts_own
            -                             | raise 'no' using constraint = 'hosts "own" „rule“'           | hosts "own" „rule“
            unique (amount)               | -                                                           | hosts_own
            exclude (amount with =)       | -                                                           | hosts_own""")
    void theConstraintIsNamedByTheServersField(String constraint, String trigger, String name) throws Exception {
        Bank.on(database.dataSource()).migrate().open().close();
        try (WireProxy proxy = new WireProxy(database.url(), new ForeignWords());
                Bank bank = Bank.at(proxy.url() + "&logServerErrorDetail=false").open()) {
            Scene scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
            UUID world = scene.world();
            UUID alice = scene.empty();
            scene.move(world, alice, eur("7.77"));
            refuse(scene, constraint, trigger);

            TransferRequest request = TransferRequest.of(world, alice, eur("7.77"));
            PostingRefusedException refusal = scene.refused(
                    PostingRefusedException.class, () -> bank.transfers().transfer(request));

            assertThat(refusal.getConstraint()).isEqualTo(name);
            assertThat(refusal).hasMessageEndingWith("by " + name);
        }
    }

    private static void refuse(Scene scene, String constraint, String trigger) throws Exception {
        if (!constraint.equals("-")) {
            String later = constraint.startsWith("check") ? " not valid" : "";
            scene.execute("alter table bank.transfers add constraint hosts_own " + constraint + later);
        } else {
            scene.execute("create function public.refuse() returns trigger language plpgsql as $$ begin " + trigger
                    + "; end $$; create trigger t before insert on bank.transfers for each row"
                    + " execute function public.refuse()");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusalsAreToldApart(Opening opening) throws Exception {
        try (WireProxy proxy = new WireProxy(database.url(), new ForeignWords())) {
            assertThatThrownBy(() -> opening.on(proxy.url(), builder -> builder).close())
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("call migrate()");
            try (Opened opened =
                            opening.on(proxy.url(), builder -> builder.migrate().lockTimeout(Duration.ofMillis(1)));
                    Connection other = database.dataSource().getConnection()) {
                Scene scene = new Scene(opened.bank().transfers(), opened.bank().accounts(), database.dataSource());
                UUID world = scene.world();
                UUID alice = scene.empty();
                other.setAutoCommit(false);
                other.createStatement().execute("select from bank.accounts for update");

                scene.refused(AccountBusyException.class, () -> scene.move(world, alice, eur("1.00")));
                other.rollback();
                scene.move(world, alice, eur("1.00"));
            }
        }
    }
}
