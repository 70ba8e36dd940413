package io.simplebank.persistence;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Texts that have broken programs before, by what is wrong with them. Owners and references are texts. */
final class HostileTexts {

    /** Those that are text all the same: what comes back must be equal to the last bit. */
    static final Map<String, String> ACCEPTED = Map.ofEntries(
            Map.entry("SQL", "'); drop table bank.accounts; --"),
            Map.entry("SQL with a dollar quote", "$$; select pg_sleep(60); $$ '' \\' E'\\x00'"),
            Map.entry("parameters", "? ?? :id :reference $1 {} {0} %s ${user.home}"),
            Map.entry("patterns", "%_\\%*.?[a-z]^$"),
            Map.entry("an array's text", "{\"a\",NULL,b\\\\}"),
            Map.entry("the word NULL", "NULL"),
            Map.entry("JSON and HTML", "{\"a\":\"\\u0000\"}<script>alert(1)</script>&amp;"),
            Map.entry("a right-to-left override", "order \u202E4711\u202C"),
            Map.entry("a right-to-left script", "\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627"),
            Map.entry("a composed letter", "caf\u00E9"),
            Map.entry("the same letter, combined", "cafe\u0301"),
            Map.entry("a tower of combining characters", "z" + "\u0335\u0321\u0348".repeat(80)),
            Map.entry("emoji", "\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDDE9\uD83C\uDDEA"),
            Map.entry("255 characters of two chars", "\uD83C\uDFE6".repeat(255)),
            Map.entry("a zero-width space", "al\u200Bice"),
            Map.entry("zero width only", "\u200B\uFEFF\u2060"),
            Map.entry("a line feed and a carriage return", "line 1\nline 2\r\n"),
            Map.entry("control characters", "\u0001\u0007\b\u001B[2J\u007F\u0085"),
            Map.entry("spaces around", "  alice\t"),
            Map.entry("what is no character", "\uFFFE\uFFFF\uFFFD"),
            Map.entry("cases that change length", "stra\u00DFe \u0130\u0131 \uFB03"));

    /** A reference may be blank, an owner may not. */
    static final Map<String, String> BLANK =
            Map.of("nothing", "", "a space", " ", "white space", " \t\r\n", "an ideographic space", "\u3000");

    /** Those that no row can hold. */
    static final Map<String, String> REFUSED = Map.of(
            "a NUL", "ali\0ce",
            "a NUL alone", "\0",
            "half a pair, the high one", "ali\uD83Dce",
            "half a pair, the low one", "ali\uDE00ce",
            "half a pair at the end", "alice\uD83D",
            "a pair the wrong way round", "\uDE00\uD83D",
            "256 characters", "x".repeat(256),
            "a million characters", "x".repeat(1_000_000));

    private HostileTexts() {}

    static List<String> all() {
        List<String> all = new ArrayList<>(ACCEPTED.values());
        all.addAll(BLANK.values());
        all.addAll(REFUSED.values());
        return all;
    }

    static Stream<Arguments> accepted() {
        return named(ACCEPTED);
    }

    static Stream<Arguments> blank() {
        return named(BLANK);
    }

    static Stream<Arguments> refused() {
        return named(REFUSED);
    }

    private static Stream<Arguments> named(Map<String, String> texts) {
        return texts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(text -> argumentSet(text.getKey(), text.getValue()));
    }
}
