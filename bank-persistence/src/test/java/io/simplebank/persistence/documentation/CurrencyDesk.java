package io.simplebank.persistence.documentation;

import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.TransferService;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** The recipe of a currency desk, which has an account in each currency. */
record CurrencyDesk(TransferService transfers, UUID deskEuros, UUID deskDollars) {

    /** What the customer is told, and what is then booked to the cent; the ids make it safe to book again. */
    record Quote(UUID sellId, Money sold, UUID buyId, Money bought) {}

    Quote quote(Money euros, BigDecimal dollarsForAEuro) {
        Money dollars = euros.convertedTo(CurrencyUnit.USD, dollarsForAEuro, RoundingMode.DOWN);
        return new Quote(UUID.randomUUID(), euros, UUID.randomUUID(), dollars);
    }

    List<Transfer> exchange(Quote quote, UUID customerEuros, UUID customerDollars) {
        return transfers.transferAll(List.of(
                TransferRequest.of(customerEuros, deskEuros, quote.sold()).withId(quote.sellId()),
                TransferRequest.of(deskDollars, customerDollars, quote.bought()).withId(quote.buyId())));
    }
}
