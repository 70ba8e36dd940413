package io.simplebank.persistence;

import jakarta.transaction.Synchronization;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionImplementor;

/**
 * The accounts that joined calls have locked in the transaction that a session is in. Confined to that session's thread.
 *
 * <p>Several calls in one transaction ("pay, then fee") take their locks one after the other. As long as each takes
 * accounts behind those that are held, the whole transaction keeps the ledger's order and may wait.
 */
final class HeldLocks {

    /** PostgreSQL compares UUIDs as unsigned bytes; {@link UUID#compareTo} compares two signed longs. */
    private static final Comparator<UUID> POSTGRESQL_ORDER = Comparator.<UUID, Long>comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private static final Map<Session, HeldLocks> BY_SESSION = Collections.synchronizedMap(new WeakHashMap<>());

    private final Set<UUID> held = new HashSet<>();

    private HeldLocks() {}

    /** The locks of the transaction in progress; they are forgotten when it ends, either way. */
    static HeldLocks of(Session shared) {
        SessionImplementor session = shared.unwrap(SessionImplementor.class);
        HeldLocks known = BY_SESSION.get(session);
        if (known != null) {
            return known;
        }
        HeldLocks locks = new HeldLocks();
        session.getTransactionCoordinator().getLocalSynchronizations().registerSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // the locks are held until the end
            }

            @Override
            public void afterCompletion(int status) {
                BY_SESSION.remove(session);
            }
        });
        BY_SESSION.put(session, locks);
        return locks;
    }

    /** Whether every one of the accounts is held already or comes behind all that are. */
    boolean allowsWaitingFor(Collection<UUID> ids) {
        if (held.isEmpty()) {
            return true;
        }
        UUID last = Collections.max(held, POSTGRESQL_ORDER);
        return ids.stream().allMatch(id -> held.contains(id) || POSTGRESQL_ORDER.compare(id, last) > 0);
    }

    void add(Collection<UUID> ids) {
        held.addAll(ids);
    }
}
