package io.simplebank.persistence;

import jakarta.persistence.EntityManagerFactory;

/** The ways to run the two services. A test class that is parameterised by it promises the same of each. */
enum Way {
    /** The library begins and commits. */
    OWN_TRANSACTIONS {
        @Override
        TransferService transfers(Bank bank, EntityManagerFactory factory) {
            return bank.transfers();
        }

        @Override
        AccountService accounts(Bank bank, EntityManagerFactory factory) {
            return bank.accounts();
        }
    },

    /** The caller begins and commits. */
    JOINING {
        @Override
        TransferService transfers(Bank bank, EntityManagerFactory factory) {
            return new CallersOf(factory).transfers();
        }

        @Override
        AccountService accounts(Bank bank, EntityManagerFactory factory) {
            return new CallersOf(factory).accounts();
        }
    };

    abstract TransferService transfers(Bank bank, EntityManagerFactory factory);

    abstract AccountService accounts(Bank bank, EntityManagerFactory factory);
}
