package io.simplebank.persistence.hosts;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A host's own entities, which happen to be called as the ledger's are. */
final class Shop {

    /** The host's, made by a superuser for everybody. */
    static final String TABLES = """
            create table if not exists shop_accounts (id bigint primary key);
            create table if not exists shop_transfers (id bigint primary key);
            create table if not exists shop_entries (id bigint primary key);
            create table if not exists shop_holds (id bigint primary key);
            grant all on shop_accounts, shop_transfers, shop_entries, shop_holds to public""";

    static final Class<?>[] ENTITIES = {Account.class, Transfer.class, Entry.class, Hold.class};

    private Shop() {}

    @Entity(name = "Account")
    @Table(name = "shop_accounts")
    static class Account {
        @Id
        long id;
    }

    @Entity(name = "Transfer")
    @Table(name = "shop_transfers")
    static class Transfer {
        @Id
        long id;
    }

    @Entity(name = "Entry")
    @Table(name = "shop_entries")
    static class Entry {
        @Id
        long id;
    }

    @Entity(name = "Hold")
    @Table(name = "shop_holds")
    static class Hold {
        @Id
        long id;
    }
}
