package io.simplebank.persistence;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sees which sessions of an interleaving wait for a lock, and for whom. */
final class LockWatch {

    private static final String WAITING = """
            select distinct a.application_name from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where not l.granted and a.datname = current_database()""";

    private static final String WAITS_FOR = """
            select distinct a.application_name || '>' || b.application_name from pg_stat_activity a
            cross join unnest(pg_blocking_pids(a.pid)) as blocking (pid) join pg_stat_activity b on b.pid = blocking.pid
            where a.datname = current_database() and a.wait_event_type = 'Lock'""";

    private static final String CANCEL = """
            select pg_cancel_backend(a.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where not l.granted and a.application_name = '%s'""";

    private final PlainSession observer;

    LockWatch(PlainSession observer) {
        this.observer = observer;
    }

    /** Returns when each of them is through, stops, or waits for a lock that another one has. */
    void settle(List<Actor> actors) throws SQLException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            // In this order: whoever was through before the look at the locks has let go of his.
            List<Actor> running = actors.stream()
                    .filter(actor -> !actor.step.isDone() && !actor.isStopping())
                    .toList();
            if (running.isEmpty()) {
                return;
            }
            List<String> waiting = observer.column(WAITING);
            if (running.stream().allMatch(actor -> waiting.contains(actor.name))) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(running + " are neither through nor waiting");
            }
            Thread.onSpinWait();
        }
    }

    /** Those who wait for one another in a circle, if they do. */
    List<Actor> circle(List<Actor> actors) throws SQLException {
        if (actors.stream().allMatch(actor -> actor.step.isDone() || actor.isStopping())) {
            return List.of();
        }
        List<String> waits = observer.column(WAITS_FOR);
        for (Actor first : actors) {
            List<Actor> way = new ArrayList<>();
            if (leadsBack(first, first, actors, way, waits)) {
                return way;
            }
        }
        return List.of();
    }

    private boolean leadsBack(Actor from, Actor to, List<Actor> actors, List<Actor> way, List<String> waits) {
        if (way.contains(from)) {
            return false;
        }
        way.add(from);
        for (Actor next : actors) {
            boolean waitsForIt = waits.contains(from.name + ">" + next.name);
            if (waitsForIt && (next == to || leadsBack(next, to, actors, way, waits))) {
                return true;
            }
        }
        way.remove(from);
        return false;
    }

    /** Ends what an actor waits in. */
    void cancel(Actor actor) throws Exception {
        observer.column(CANCEL.formatted(actor.name));
        actor.step.handle((result, failure) -> actor).get(1, TimeUnit.MINUTES);
    }
}
