package shop;

import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import java.util.UUID;
import org.joda.money.Money;
import org.springframework.stereotype.Component;

/** The shop's accounts, and those of its customers. */
@Component
class Tills {

    static final UUID WORLD = UUID.fromString("01990000-0000-7000-8000-000000000001");
    static final UUID SHOP = UUID.fromString("01990000-0000-7000-8000-000000000002");

    private final Bank bank;

    Tills(Bank bank) {
        this.bank = bank;
        bank.accounts().open(OpenAccount.of("world", EUR).withId(WORLD).withoutMinimumBalance());
        bank.accounts().open(OpenAccount.of("shop", EUR).withId(SHOP));
    }

    UUID openWith(Money money) {
        UUID buyer = bank.accounts().open(OpenAccount.of("buyer", EUR)).getId();
        bank.transfers().transfer(TransferRequest.of(WORLD, buyer, money));
        return buyer;
    }
}
