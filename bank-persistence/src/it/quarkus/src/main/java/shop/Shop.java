package shop;

import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.joda.money.Money;

/** What the shop's customers can do. */
@Path("/")
public class Shop {

    /** Money enters through it. To open an account again is safe: its id is the key. */
    static final OpenAccount WORLD = OpenAccount.of("world", EUR)
            .withId(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"))
            .withoutMinimumBalance();

    private final Bank bank;
    private final Checkout checkout;

    Shop(Bank bank, Checkout checkout) {
        this.bank = bank;
        this.checkout = checkout;
        bank.accounts().open(WORLD);
    }

    @POST
    @Path("customers")
    public UUID welcome(@QueryParam("name") String name) {
        UUID account = bank.accounts().open(OpenAccount.of(name, EUR)).getId();
        bank.transfers().transfer(TransferRequest.of(WORLD.id(), account, Money.parse("EUR 100.00")));
        return account;
    }

    @POST
    @Path("purchases")
    public String buy(
            @QueryParam("order") UUID order,
            @QueryParam("buyer") UUID buyer,
            @QueryParam("seller") UUID seller,
            @QueryParam("price") String price) {
        checkout.pay(order, buyer, seller, Money.parse(price));
        return "left: " + bank.accounts().get(buyer).getBalance();
    }
}
