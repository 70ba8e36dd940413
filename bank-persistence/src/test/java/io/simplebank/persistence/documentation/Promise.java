package io.simplebank.persistence.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A row of {@code .github/PROMISES.md}: what is promised, where it stands, and which tests attack it.
 *
 * @param sentence what is promised
 * @param places pages and public types, by their names
 * @param tests {@code SomeTest}, or {@code SomeTest#method}
 */
record Promise(String sentence, List<String> places, List<String> tests) {

    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");
    private static final String RULE = "|---|---|---|";

    /** The rows below the rule of each table. */
    static List<Promise> on(Page page) {
        List<Promise> promises = new ArrayList<>();
        boolean inTable = false;
        for (String line : page.lines()) {
            if (inTable && line.startsWith("|")) {
                promises.add(read(line));
            }
            inTable = line.equals(RULE) || inTable && line.startsWith("|");
        }
        return promises;
    }

    private static Promise read(String row) {
        String[] cells = CELL_END.split(row, -1);
        if (cells.length != 5) {
            throw new IllegalArgumentException("not a sentence, places and tests: " + row);
        }
        return new Promise(cells[1].strip(), List.of(cells[2].strip().split(",\\s*")), codes(cells[3]));
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    /** The name of its test in a report. */
    @Override
    public String toString() {
        return sentence;
    }
}
