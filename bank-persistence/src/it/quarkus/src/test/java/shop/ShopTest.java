package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The application as its customers see it. */
@QuarkusTest
@QuarkusTestResource(Postgres.class)
class ShopTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @TestHTTPResource
    URI shop;

    @Test
    void aPurchaseIsPaidForIfThereIsMoney() throws Exception {
        String alice = post("customers?name=alice").body();
        String bob = post("customers?name=bob").body();

        assertEquals(
                "left: EUR 75.00",
                post(purchase(alice, bob) + "&price=EUR+25.00").body());
        assertTrue(post(purchase(alice, bob) + "&price=EUR+75.01").statusCode() >= 400);
        assertEquals(
                "left: EUR 0.00",
                post(purchase(alice, bob) + "&price=EUR+75.00").body());
    }

    private static String purchase(String buyer, String seller) {
        return "purchases?order=" + UUID.randomUUID() + "&buyer=" + buyer + "&seller=" + seller;
    }

    private HttpResponse<String> post(String what) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(shop.resolve(what))
                .POST(BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
