package io.simplebank.persistence;

import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the database says about the ids of some commands, asked under the locks: whoever held one of them before us has
 * committed.
 *
 * @param transfers those of the ids that are transfers
 * @param holds those of them that are holds
 * @param reversed how much of each transfer that a command may reverse has been reversed, in minor units
 */
record Known(List<Transfer> transfers, List<Hold> holds, Map<UUID, Long> reversed) {

    boolean isMoreThan(Known earlier) {
        return transfers.size() > earlier.transfers.size() || holds.size() > earlier.holds.size();
    }
}
