package io.simplebank.persistence.documentation;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Statement;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.UUID;
import org.joda.money.Money;

/** The recipe of a wallet app. */
record Wallet(Bank bank, UUID paymentProvider) {

    UUID open(UUID customerId, Money limit) {
        return bank.accounts()
                .open(OpenAccount.of("customer " + customerId, limit.getCurrencyUnit())
                        .withId(customerId)
                        .withMaximumBalance(limit))
                .getId();
    }

    Transfer topUp(UUID customerId, Money amount, UUID paymentId) {
        return bank.transfers()
                .transfer(TransferRequest.of(paymentProvider, customerId, amount)
                        .withId(paymentId)
                        .withReference("top-up"));
    }

    Transfer pay(UUID customerId, UUID shop, Money amount, UUID orderId) {
        return bank.transfers()
                .transfer(TransferRequest.of(customerId, shop, amount).withId(orderId));
    }

    Statement statement(UUID customerId, YearMonth month) {
        return bank.accounts()
                .statement(
                        customerId,
                        month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                        month.plusMonths(1)
                                .atDay(1)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant());
    }
}
