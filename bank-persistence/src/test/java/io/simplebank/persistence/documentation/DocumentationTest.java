package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.BankException;
import io.simplebank.persistence.documentation.Page.Snippet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No page promises what is not run. Above each piece of code stands whose lines it is: {@code <!-- snippet: SomeTest -->}
 * the file, {@code <!-- snippet: pom of src/it/host -->} the POM. Spacing and comments may differ, and where several files
 * have the name, one of them will do.
 */
class DocumentationTest {

    /** The languages whose snippets are checked, and what is a comment in each. */
    private static final Map<String, String> COMMENTS = Map.of(
            "java", "//[^\\n]*",
            "sql", "--[^\\n]*",
            "xml", "(?s)<!--.*?-->",
            "properties", "(?m)^#[^\\n]*",
            "yaml", "#[^\\n]*",
            "sh", "#[^\\n]*");

    private static final Pattern MARKER = Pattern.compile("<!-- snippet: (?<pom>pom of )?(?<name>[\\w./-]+) -->");

    private static final int MOST_LINES = 150;

    /** A table to look things up in, which is as long as the promises are many. */
    private static final Path PROMISES = Sources.ROOT.resolve(".github/PROMISES.md");

    static List<Page> pages() {
        return Sources.pages();
    }

    @Test
    void thereAreAReadmeAndPages() {
        assertThat(pages())
                .extracting(Page::toString)
                .contains("README.md", ".github/SECURITY.md", "bank-persistence/src/site/markdown/index.md");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everySnippetStandsInAFileThatIsRun(Page page) {
        assertThat(page.snippets())
                .filteredOn(snippet -> COMMENTS.containsKey(snippet.language()))
                .allSatisfy(DocumentationTest::standsInItsFile);
    }

    private static void standsInItsFile(Snippet snippet) {
        Matcher marker = MARKER.matcher(snippet.above());
        assertThat(marker.matches())
                .as("<!-- snippet: … --> above\n" + snippet.text())
                .isTrue();
        String name = marker.group("name");
        List<String> files = marker.group("pom") == null ? Sources.named(name) : List.of(Sources.pom(name));
        assertThat(files.isEmpty()).as("no file has the name " + name).isFalse();
        String words = words(snippet.text(), snippet.language());
        assertThat(words).as("words of a snippet of " + name).isNotEmpty();
        assertThat(files.stream()
                        .anyMatch(file -> words(file, snippet.language()).contains(words)))
                .as(name + " has the lines of\n" + snippet.text())
                .isTrue();
    }

    private static String words(String code, String language) {
        return code.replaceAll(COMMENTS.get(language), "").replaceAll("\\s+", "");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Page page) {
        assertThat(page.links())
                .filteredOn(link -> !link.matches("[a-z]+:.*"))
                .allMatch(link -> leadsSomewhere(page, link));
    }

    private static boolean leadsSomewhere(Page page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page.file() : page.file().resolveSibling(file);
        return Files.exists(target) && (hash < 0 || Page.read(target).anchors().contains(link.substring(hash + 1)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noPageIsLong(Page page) {
        int most = page.file().equals(PROMISES) ? Integer.MAX_VALUE : MOST_LINES;
        assertThat(page.lines().size()).isLessThanOrEqualTo(most);
    }

    @Test
    void theIndexNamesEveryPageOfTheSite() {
        Path site = Sources.ROOT.resolve("bank-persistence/src/site/markdown");
        assertThat(Page.read(site.resolve("index.md")).links())
                .containsAll(pages().stream()
                        .map(Page::file)
                        .filter(file -> file.startsWith(site) && !file.endsWith("index.md"))
                        .map(file -> site.relativize(file).toString())
                        .toList());
    }

    /** What to do about it, for each kind; and in which state they leave the call. */
    @Test
    void everyErrorStandsOnItsPage() {
        Page errors = Page.read(Sources.ROOT.resolve("bank-persistence/src/site/markdown/errors.md"));
        assertThat(String.join("\n", errors.lines()))
                .contains(Stream.of(BankException.class.getPermittedSubclasses())
                        .map(error -> "`" + error.getSimpleName() + "`")
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "bank-domain, io.simplebank.domain",
        "bank-persistence, io.simplebank.persistence",
        "changelog, io.simplebank.changelog"
    })
    void modulesAreCalledAsThePageOnCompatibilitySays(String module, String name) {
        assertThat(Sources.pom(module)).contains("<module.name>" + name + "</module.name>");
        assertThat(Sources.pom("")).contains("<Automatic-Module-Name>${module.name}</Automatic-Module-Name>");
        assertThat(Sources.pom("bank-persistence"))
                .contains("<Automatic-Module-Name>io.simplebank.persistence.testing</Automatic-Module-Name>");
    }

    static List<Promise> promises() {
        return Promise.on(Page.read(PROMISES));
    }

    @ParameterizedTest
    @MethodSource("promises")
    void everyPromiseNamesTestsThatThereAre(Promise promise) {
        assertThat(promise.tests()).isNotEmpty().allSatisfy(DocumentationTest::isRun);
    }

    private static void isRun(String test) {
        String[] parts = test.split("#", 2);
        List<Set<String>> methods = Sources.named(parts[0]).stream()
                .map(source -> new TestSource(source).methods())
                .filter(run -> !run.isEmpty())
                .toList();
        assertThat(methods).as("test classes that are called " + parts[0]).isNotEmpty();
        if (parts.length == 2) {
            assertThat(methods)
                    .as("tests of " + parts[0])
                    .anySatisfy(run -> assertThat(run).contains(parts[1]));
        }
    }

    @Test
    void promisesStandOnPagesAndPublicTypesAndNoneIsForgotten() {
        List<String> places = promises().stream()
                .flatMap(promise -> promise.places().stream())
                .toList();
        assertThat(places).isSubsetOf(Sources.places()).containsAll(Sources.places());
    }
}
