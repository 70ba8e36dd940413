package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;

/** CI picks tests by tags: a tag that nobody asks for, or that no class has any more, would leave them out in silence. */
class TagsTest {

    private static final Pattern GROUPS = Pattern.compile("[gG]roups=([\\w| ]+)");

    @Test
    void ciAsksForEachTagThatAClassHasAndForNoOther() throws IOException {
        Set<String> had = new ClassFileImporter()
                .withImportOption(new OnlyIncludeTests()).importPackages(TagsTest.class.getPackageName()).stream()
                        .flatMap(TagsTest::tags)
                        .collect(Collectors.toSet());

        assertThat(had).isNotEmpty().isEqualTo(askedFor());
    }

    private static Stream<String> tags(JavaClass type) {
        Optional<Tags> many = type.tryGetAnnotationOfType(Tags.class);
        Optional<Tag> one = type.tryGetAnnotationOfType(Tag.class);
        return Stream.concat(many.stream().flatMap(tags -> Arrays.stream(tags.value())), one.stream())
                .map(Tag::value);
    }

    private static Set<String> askedFor() throws IOException {
        return GROUPS.matcher(Files.readString(Path.of("../.ci/run")))
                .results()
                .flatMap(groups -> Arrays.stream(groups.group(1).split("\\|")))
                .map(String::strip)
                .collect(Collectors.toSet());
    }
}
