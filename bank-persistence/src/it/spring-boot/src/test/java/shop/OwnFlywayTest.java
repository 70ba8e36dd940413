package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.OpenAccount;
import io.simplebank.persistence.Bank;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The shop migrates its tables by Flyway, and the ledger's by a Liquibase of its own instead of {@code migrate()}. */
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "spring.flyway.enabled=true",
            "spring.flyway.baseline-on-migrate=true",
            "spring.flyway.baseline-version=0",
            "spring.flyway.locations=classpath:/shop-flyway",
            "spring.sql.init.mode=never",
            "spring.jpa.hibernate.ddl-auto=validate"
        })
@Import(LedgerDatabase.class)
class OwnFlywayTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan({"shop", "io.simplebank.domain"})
    static class Application {

        @Bean
        SpringLiquibase ledgerChangelog(DataSource dataSource) {
            SpringLiquibase changelog = new SpringLiquibase();
            changelog.setDataSource(dataSource);
            changelog.setChangeLog("classpath:META-INF/simplebank/changelog.xml");
            changelog.setLiquibaseSchema("public");
            changelog.setDatabaseChangeLogTable("simplebank_changelog");
            changelog.setDatabaseChangeLogLockTable("simplebank_changelog_lock");
            return changelog;
        }

        @Bean
        @DependsOnDatabaseInitialization
        Bank bank(DataSource dataSource) {
            return Bank.on(dataSource).open();
        }
    }

    @Autowired
    Bank bank;

    @Autowired
    JdbcClient jdbc;

    @Test
    void bothHistoriesStandNextToEachOther() {
        assertThat(jdbc.sql("select script from flyway_schema_history where success")
                        .query(String.class)
                        .list())
                .contains("V1__orders.sql");
        assertThat(bank.accounts()
                        .open(OpenAccount.of("alice", CurrencyUnit.EUR))
                        .getPosition())
                .isZero();
    }
}
