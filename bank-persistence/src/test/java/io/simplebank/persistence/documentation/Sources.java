package io.simplebank.persistence.documentation;

import static java.nio.file.FileVisitResult.CONTINUE;
import static java.nio.file.FileVisitResult.SKIP_SUBTREE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of the repository, without what a build has made. */
final class Sources {

    /** The modules' parent: tests run in the folder of theirs. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** Git's, and what builds make and remove while tests run. */
    private static final Set<String> NOT_OURS = Set.of(".git", "target");

    /** Looked for once: hundreds of promises name them. */
    private static final List<Path> FILES = files();

    private static final Path HOSTS = ROOT.resolve("bank-persistence");
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("(?m)^public (?:[a-z-]+ )*(?:class|interface|record|enum|@interface) ");

    /** The table itself, and what is for those who change the library. */
    private static final Set<String> NO_PROMISES = Set.of("PROMISES", "CONTRIBUTING");

    private static final Pattern PROPERTY = Pattern.compile("<([\\w.-]+)>([^<$]*)</\\1>");

    private Sources() {}

    /** README, the modules' sites, and what GitHub shows beside them. */
    static List<Page> pages() {
        return files(path -> path.toString().endsWith(".md")).map(Page::read).toList();
    }

    /** What is called so: {@code TransferTest} is a Java file, {@code application.properties} is what it says. */
    static List<String> named(String name) {
        String fileName = name.contains(".") ? name : name + ".java";
        return files(path -> path.endsWith(fileName) && path.toString().contains("/src/"))
                .map(Sources::read)
                .toList();
    }

    /** Where a promise can stand: pages by their names without {@code .md}, public types by their simple ones. */
    static Set<String> places() {
        Stream<String> pages = pages().stream()
                .map(page -> page.file().getFileName().toString().replace(".md", ""))
                .filter(page -> !NO_PROMISES.contains(page));
        return Stream.concat(pages, publicTypes()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What users name of the modules, and what suites use of their tests. */
    private static Stream<String> publicTypes() {
        return files(path -> path.toString().endsWith(".java")
                        && !path.toString().contains("/internal/")
                        && (path.toString().contains("/src/main/java/io/")
                                || path.getParent().endsWith("persistence/testing"))
                        && PUBLIC_TYPE.matcher(read(path)).find())
                .map(path -> path.getFileName().toString().replace(".java", ""));
    }

    /** The POM of a module, or of a host under {@code src/it}, with its own properties put in. */
    static String pom(String folder) {
        Path module = ROOT.resolve(folder);
        String pom = read((Files.isDirectory(module) ? module : HOSTS.resolve(folder)).resolve("pom.xml"));
        String resolved = pom;
        Matcher properties = PROPERTY.matcher(pom);
        while (properties.find()) {
            resolved = resolved.replace("${" + properties.group(1) + "}", properties.group(2));
        }
        return resolved;
    }

    private static Stream<Path> files(Predicate<Path> wanted) {
        return FILES.stream().filter(wanted);
    }

    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(folder.getFileName().toString()) ? SKIP_SUBTREE : CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(file);
                    return CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return files.stream().sorted().toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
