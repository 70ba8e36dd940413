package team.checkout;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Transfer;
import jakarta.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** The team's persistence unit: its own table and the ledger's, in one database. */
public final class Shop {

    private Shop() {}

    public static EntityManagerFactory open(DataSource dataSource) {
        return new HibernatePersistenceConfiguration("shop")
                .managedClasses(PurchaseOrder.class, Account.class, Transfer.class, Entry.class)
                .property("jakarta.persistence.nonJtaDataSource", dataSource)
                .createEntityManagerFactory();
    }
}
