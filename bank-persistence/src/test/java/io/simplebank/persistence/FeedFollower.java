package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.AuditFinding;
import io.simplebank.domain.AuditRule;
import io.simplebank.domain.TransferEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Reads the feed after every step, looks at the order in which it tells, and audits. It lives as long as the database. */
final class FeedFollower {

    /** Transfers whose numbers go against the positions of an account. */
    private static final String TURNED_ROUND = """
            select transfer_id from (
              select e.transfer_id, t.feed_position, lag(t.feed_position) over chain as before
              from bank.entries e join bank.transfers t on t.id = e.transfer_id
              where e.account_id = any('{%s}')
              window chain as (partition by e.account_id order by e.position)) entry
            where feed_position < before""";

    private final Bank bank;
    private final PlainSession observer;
    private final Set<UUID> anyOrder = new HashSet<>();
    private final Set<UUID> turned = new HashSet<>();
    private final List<UUID> fed = new ArrayList<>();
    private long position;

    FeedFollower(Bank bank, PlainSession observer) {
        this.bank = bank;
        this.observer = observer;
    }

    void beginRound() {
        fed.clear();
    }

    /** Plain SQL has posted them in one statement, in whichever order: then the audit has to tell. */
    void allowAnyOrder(Collection<UUID> transferIds) {
        anyOrder.addAll(transferIds);
    }

    void look(String accountIds) throws SQLException {
        List<UUID> found = observer.column(TURNED_ROUND.formatted(accountIds)).stream()
                .map(UUID::fromString)
                .toList();
        assertThat(anyOrder)
                .as("whose transfers may be numbered against the positions of an account")
                .containsAll(found);
        if (turned.addAll(found)) {
            audit();
        }
        for (TransferEvent event : bank.feed().read(position, 1_000)) {
            assertThat(event.position()).isGreaterThan(position);
            position = event.position();
            fed.add(event.transfer().getId());
        }
    }

    void requireFed(List<UUID> all) {
        assertThat(fed).as("what the feed has told of").containsExactlyInAnyOrderElementsOf(all);
        audit();
    }

    /** Nothing is wrong but the order in which plain SQL has posted. */
    void audit() {
        List<AuditFinding> findings = bank.audit().findings();
        assertThat(findings).allMatch(finding -> finding.rule() == AuditRule.NUMBERS_FOLLOW_POSITIONS);
        assertThat(findings).extracting(AuditFinding::transferId).hasSameElementsAs(turned);
    }
}
