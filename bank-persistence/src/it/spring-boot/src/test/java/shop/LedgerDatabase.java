package shop;

import io.simplebank.persistence.testing.TestDatabase;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** An empty database for each application context; it ends with the server, which ends with the JVM. */
@TestConfiguration(proxyBeanMethods = false)
class LedgerDatabase {

    @Bean
    DynamicPropertyRegistrar database() {
        TestDatabase database = TestDatabase.createEmpty();
        return properties -> {
            properties.add("spring.datasource.url", database::url);
            properties.add("spring.datasource.username", database::username);
            properties.add("spring.datasource.password", database::password);
        };
    }
}
