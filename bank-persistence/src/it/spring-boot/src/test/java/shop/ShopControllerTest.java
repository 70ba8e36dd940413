package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

@ShopTest
class ShopControllerTest {

    @Autowired
    Bank bank;

    @Autowired
    InTransaction inTransaction;

    @Autowired
    TransferService transfers;

    @Autowired
    Environment environment;

    @LocalServerPort
    int port;

    RestClient http;
    UUID buyer;

    @BeforeEach
    void openAnAccount() {
        http = RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build();
        buyer = http.post().uri("/buyers").retrieve().body(UUID.class);
    }

    @Test
    void sellsABook() {
        assertThat(buy(UUID.randomUUID(), buyer).getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(balance()).isEqualTo("EUR 35.00");
    }

    @Test
    void sellsTheSameOrderOnce() {
        UUID order = UUID.randomUUID();
        assertThat(buy(order, buyer).getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(buy(order, buyer).getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(balance()).isEqualTo("EUR 35.00");
    }

    @Test
    void sellsTheSameOrderOnceToTwinsThatComeAtTheSameTime() throws Exception {
        UUID order = UUID.randomUUID();
        Callable<HttpStatusCode> twin = () -> buy(order, buyer).getStatusCode();
        ExecutorService twins = Executors.newFixedThreadPool(8);
        try {
            for (Future<HttpStatusCode> answer : twins.invokeAll(Collections.nCopies(8, twin))) {
                assertThat(answer.get()).isEqualTo(HttpStatus.OK);
            }
        } finally {
            twins.shutdown();
        }
        assertThat(balance()).isEqualTo("EUR 35.00");
    }

    @Test
    void answersOnVirtualThreadsWhereTheJdkHasThem() {
        assertThat(Threading.VIRTUAL.isActive(environment))
                .isEqualTo(Runtime.version().feature() >= 21);
        assertThat(buy(UUID.randomUUID(), buyer).getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void answersBadRequestToTheShopAsABuyer() {
        assertThat(buy(UUID.randomUUID(), Tills.SHOP).getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    }

    @Test
    void answersConflictToAnAccountThatIsNotThere() {
        assertThat(buy(UUID.randomUUID(), UUID.randomUUID()).getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void answersConflictToWhoeverCannotPay() {
        buy(UUID.randomUUID(), buyer);
        buy(UUID.randomUUID(), buyer);
        ResponseEntity<String> refused = buy(UUID.randomUUID(), buyer);
        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(refused.getBody()).contains("EUR 10.00", "EUR 25.00");
        assertThat(balance()).isEqualTo("EUR 10.00");
    }

    @Test
    void answersUnavailableWhileAnAccountIsBusy() {
        inTransaction.required(() -> {
            transfers.transfer(TransferRequest.of(buyer, Tills.SHOP, Checkout.PRICE));
            assertThat(buy(UUID.randomUUID(), buyer).getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        });
        assertThat(balance()).isEqualTo("EUR 35.00");
    }

    private ResponseEntity<String> buy(UUID order, UUID by) {
        return http.put()
                .uri("/orders/{order}?buyer={by}", order, by)
                .retrieve()
                .toEntity(String.class);
    }

    private String balance() {
        return bank.accounts().get(buyer).getBalance().toString();
    }
}
