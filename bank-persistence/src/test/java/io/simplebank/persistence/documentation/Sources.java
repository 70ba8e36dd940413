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
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the repository, without what a build has made. */
final class Sources {

    /** The modules' parent: tests run in the folder of theirs. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** Git's, and what builds make and remove while tests run. */
    private static final Set<String> NOT_OURS = Set.of(".git", "target");

    private static final Path HOSTS = ROOT.resolve("bank-persistence");
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
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(folder.getFileName().toString()) ? SKIP_SUBTREE : CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (wanted.test(file)) {
                        files.add(file);
                    }
                    return CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return files.stream().sorted();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
