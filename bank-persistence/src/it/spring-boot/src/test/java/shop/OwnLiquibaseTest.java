package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.Bank;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jpa.autoconfigure.EntityManagerFactoryDependsOnPostProcessor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The shop migrates its tables by Liquibase, the bank its own; then Hibernate validates both. */
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "spring.liquibase.enabled=true",
            "spring.liquibase.change-log=classpath:/shop-liquibase.sql",
            "spring.sql.init.mode=never",
            "spring.jpa.hibernate.ddl-auto=validate"
        })
@Import(LedgerDatabase.class)
class OwnLiquibaseTest {

    @TestConfiguration(proxyBeanMethods = false)
    static class LedgerFirst {

        @Bean
        static EntityManagerFactoryDependsOnPostProcessor ledgerBeforeHibernate() {
            return new EntityManagerFactoryDependsOnPostProcessor(Bank.class);
        }
    }

    @Autowired
    Checkout checkout;

    @Autowired
    Tills tills;

    @Autowired
    JdbcClient jdbc;

    @Test
    void bothHistoriesStandNextToEachOther() {
        assertThat(changesets("databasechangelog")).isEqualTo(1);
        assertThat(changesets("simplebank_changelog")).isGreaterThan(1);
    }

    @Test
    void sellsABook() {
        UUID order = UUID.randomUUID();
        checkout.buy(order, tills.openWith(Money.parse("EUR 60.00")));
        assertThat(jdbc.sql("select state from orders where id = ?")
                        .param(order)
                        .query(String.class)
                        .single())
                .isEqualTo("paid");
    }

    private long changesets(String history) {
        return jdbc.sql("select count(*) from public." + history)
                .query(Long.class)
                .single();
    }
}
