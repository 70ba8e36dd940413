package shop;

import io.simplebank.domain.LockOrderException;
import org.hibernate.exception.LockAcquisitionException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Whoever owns the transaction repeats it, all of it. */
@EnableResilientMethods
class Retrying {

    @Retryable(
            includes = {
                LockOrderException.class, // held by another transaction, out of order
                LockAcquisitionException.class, // Hibernate's, of a deadlock or a serialization failure in a statement
                ConcurrencyFailureException.class // Spring's, of the same at commit or in a repository
            },
            maxRetries = 3,
            delay = 20,
            jitter = 10)
    @Transactional(isolation = Isolation.REPEATABLE_READ)
    public void transaction(Runnable work) {
        work.run();
    }
}
