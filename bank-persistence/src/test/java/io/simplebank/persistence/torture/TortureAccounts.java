package io.simplebank.persistence.torture;

import io.simplebank.domain.OpenAccount;
import io.simplebank.persistence.AccountService;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.joda.money.CurrencyUnit;

/**
 * The accounts of a torture run, which all of its processes know without asking. In each currency the first may be
 * overdrawn, as a bank's own may, and is in a third of all transfers; the others begin with nothing, so that some transfers
 * are refused.
 */
final class TortureAccounts {

    private static final List<CurrencyUnit> CURRENCIES = List.of(CurrencyUnit.EUR, CurrencyUnit.JPY);
    private static final int OF_EACH_CURRENCY = 50;

    /** Of each currency, in whose favour there are holds, and nothing else, and which are closed and opened again. */
    private static final int SHOPS = 3;

    /** Two accounts of one currency. */
    record Pair(UUID from, UUID to, CurrencyUnit currency) {}

    private TortureAccounts() {}

    /** Opens them all. */
    static void open(AccountService service) {
        for (CurrencyUnit currency : CURRENCIES) {
            for (int i = 0; i < OF_EACH_CURRENCY; i++) {
                OpenAccount request =
                        OpenAccount.of(currency + " " + i, currency).withId(id(currency, i));
                service.open(i == 0 ? request.withoutMinimumBalance() : request);
            }
            for (int i = 0; i < SHOPS; i++) {
                service.open(OpenAccount.of(currency + " shop " + i, currency).withId(shop(currency, i)));
            }
        }
    }

    /** Those that are in many transfers. */
    static List<UUID> hot() {
        return CURRENCIES.stream().map(currency -> id(currency, 0)).toList();
    }

    /** One that is in few transfers. */
    static UUID anyCold(Random random) {
        return id(CURRENCIES.get(random.nextInt(CURRENCIES.size())), 1 + random.nextInt(OF_EACH_CURRENCY - 1));
    }

    /** One that may be closed at the moment. */
    static UUID anyShop(Random random) {
        return shop(CURRENCIES.get(random.nextInt(CURRENCIES.size())), random.nextInt(SHOPS));
    }

    /** Somebody and a shop. */
    static Pair anyPairWithAShop(Random random) {
        Pair pair = anyPair(random);
        return new Pair(pair.from(), shop(pair.currency(), random.nextInt(SHOPS)), pair.currency());
    }

    private static UUID shop(CurrencyUnit currency, int number) {
        return UUID.nameUUIDFromBytes((currency + "/shop " + number).getBytes(StandardCharsets.UTF_8));
    }

    static Pair anyPair(Random random) {
        CurrencyUnit currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
        int one = random.nextInt(3) == 0 ? 0 : random.nextInt(OF_EACH_CURRENCY);
        int other = (one + 1 + random.nextInt(OF_EACH_CURRENCY - 1)) % OF_EACH_CURRENCY;
        return random.nextInt(4) == 0
                ? new Pair(id(currency, other), id(currency, one), currency)
                : new Pair(id(currency, one), id(currency, other), currency);
    }

    private static UUID id(CurrencyUnit currency, int number) {
        return UUID.nameUUIDFromBytes((currency + "/" + number).getBytes(StandardCharsets.UTF_8));
    }
}
