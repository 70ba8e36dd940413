package io.simplebank.persistence.documentation;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A test class as text: those of other modules, and of the applications under {@code src/it}, cannot be loaded here. */
record TestSource(String text) {

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");
    private static final Pattern TEST = Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");
    private static final Pattern METHOD = Pattern.compile("\\b(?:void|Stream<\\w+>|List<\\w+>) (\\w+)\\(");

    /** The names of the methods that JUnit runs; what is disabled is not among them. */
    Set<String> methods() {
        String code = COMMENT.matcher(text).replaceAll("");
        return Arrays.stream(TEST.split(code))
                .skip(1)
                .map(METHOD::matcher)
                .filter(Matcher::find)
                .filter(method -> !code.contains("@Disabled"))
                .map(method -> method.group(1))
                .collect(Collectors.toSet());
    }
}
