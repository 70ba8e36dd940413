package io.simplebank.persistence.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of the documentation, in Markdown. */
record Page(Path file, List<String> lines) {

    private static final String FENCE = "```";
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    static Page read(Path file) {
        try {
            return new Page(file, Files.readAllLines(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What stands between two fences, the language that the first one names, and the line above it. */
    record Snippet(String language, String above, String text) {}

    List<Snippet> snippets() {
        List<Snippet> snippets = new ArrayList<>();
        String above = "";
        for (int line = 0; line < lines.size(); line++) {
            String current = lines.get(line).strip();
            if (current.startsWith(FENCE)) {
                int end = endOfFence(line);
                snippets.add(new Snippet(
                        current.substring(FENCE.length()), above, String.join("\n", lines.subList(line + 1, end))));
                line = end;
                above = "";
            } else if (!current.isEmpty()) {
                above = current;
            }
        }
        return snippets;
    }

    /** Outside the fences: targets as they are written. */
    List<String> links() {
        return prose().flatMap(
                        line -> LINK.matcher(line.replaceAll("`[^`]*`", "")).results())
                .map(link -> link.group(1))
                .toList();
    }

    /** The headings, as GitHub names them in links. */
    Set<String> anchors() {
        return prose().filter(line -> line.startsWith("#")).map(Page::anchor).collect(Collectors.toSet());
    }

    private static String anchor(String heading) {
        return heading.replaceFirst("#+", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private Stream<String> prose() {
        List<String> prose = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).strip().startsWith(FENCE)) {
                line = endOfFence(line);
            } else {
                prose.add(lines.get(line));
            }
        }
        return prose.stream();
    }

    private int endOfFence(int begin) {
        int end = begin + 1;
        while (end < lines.size() && !lines.get(end).strip().equals(FENCE)) {
            end++;
        }
        if (end == lines.size()) {
            throw new IllegalStateException(file + ": the fence of line " + (begin + 1) + " has no end");
        }
        return end;
    }

    /** The name of a test in a report. */
    @Override
    public String toString() {
        return Sources.ROOT.relativize(file).toString();
    }
}
