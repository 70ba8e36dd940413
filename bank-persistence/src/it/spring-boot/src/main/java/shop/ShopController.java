package shop;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankUnavailableException;
import java.util.UUID;
import org.joda.money.Money;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ShopController {

    private final Checkout checkout;
    private final Tills tills;

    ShopController(Checkout checkout, Tills tills) {
        this.checkout = checkout;
        this.tills = tills;
    }

    @PostMapping("/buyers")
    UUID openAnAccount() {
        return tills.openWith(Money.parse("EUR 60.00"));
    }

    @PutMapping("/orders/{id}")
    void buy(@PathVariable UUID id, @RequestParam UUID buyer) {
        checkout.buy(id, buyer);
    }

    @ExceptionHandler
    ProblemDetail refused(BankException refusal) {
        boolean later = refusal instanceof BankUnavailableException || refusal instanceof AccountBusyException;
        HttpStatus status = later ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.CONFLICT;
        return ProblemDetail.forStatusAndDetail(status, refusal.getMessage());
    }

    @ExceptionHandler // Spring had no connection for your transaction: nothing was done
    ProblemDetail away(CannotCreateTransactionException failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "no connection to the database");
    }

    @ExceptionHandler // what can never be right: one account twice
    ProblemDetail wrong(IllegalArgumentException mistake) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, mistake.getMessage());
    }
}
