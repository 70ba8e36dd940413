package shop;

import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import jakarta.persistence.EntityManager;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
@EntityScan({"shop", "io.simplebank.domain"})
public class ShopApplication {

    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }

    @Bean
    Bank bank(DataSource dataSource) {
        return Bank.on(dataSource).migrate().open();
    }

    @Bean
    TransferService transfers(EntityManager entityManager) {
        return TransferService.joining(entityManager);
    }
}
