package io.simplebank.persistence.hosts;

import io.simplebank.persistence.AccountService;
import io.simplebank.persistence.TransferService;

/** Both services, in one way to run. */
record Services(TransferService transfers, AccountService accounts) {}
