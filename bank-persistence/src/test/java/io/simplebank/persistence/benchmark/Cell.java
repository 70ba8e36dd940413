package io.simplebank.persistence.benchmark;

/**
 * What is measured in one go.
 *
 * @param callers how many threads call at a time, each waiting for its answer before it calls again
 */
record Cell(Workload workload, Variant variant, int callers) {

    @Override
    public String toString() {
        return "%-6s  %-11s  %3d callers".formatted(workload, variant, callers);
    }
}
