package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.ValueDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flight recorder's events as the page on observability tells of them. */
class FlightEventTypesTest {

    private static final Path PAGE = Path.of("src/site/markdown/observability.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Set<String> OF_EVERY_EVENT = Set.of("startTime", "duration", "eventThread", "stackTrace");

    private static String setting(Class<? extends Event> event, String name) {
        return EventType.getEventType(event).getSettingDescriptors().stream()
                .filter(setting -> setting.getName().equals(name))
                .map(SettingDescriptor::getDefaultValue)
                .findFirst()
                .orElse("none");
    }

    @ParameterizedTest
    @ValueSource(classes = {FlightEvents.Group.class, FlightEvents.JoinedCall.class})
    void areRecordedFromTenMillisecondsOn(Class<? extends Event> event) {
        assertThat(setting(event, "enabled")).isEqualTo("true");
        assertThat(setting(event, "threshold")).isEqualTo("10 ms");
        assertThat(setting(event, "stackTrace")).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(classes = {FlightEvents.Retry.class, FlightEvents.ConnectionLoss.class})
    void areAlwaysRecorded(Class<? extends Event> event) {
        assertThat(setting(event, "enabled")).isEqualTo("true");
        assertThat(setting(event, "threshold")).isEqualTo("0 ns");
        assertThat(setting(event, "stackTrace")).isEqualTo("false");
    }

    @Test
    void haveTheFieldsOfThePage() throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        for (Class<? extends Event> event : List.of(
                FlightEvents.Group.class,
                FlightEvents.JoinedCall.class,
                FlightEvents.Retry.class,
                FlightEvents.ConnectionLoss.class)) {
            EventType type = EventType.getEventType(event);
            String row = page.stream()
                    .filter(line -> line.startsWith("| `" + type.getName() + "` |"))
                    .findFirst()
                    .orElseThrow();
            assertThat(CODE.matcher(row.split("\\|")[2]).results().map(code -> code.group(1)))
                    .as(type.getName())
                    .containsExactlyInAnyOrderElementsOf(type.getFields().stream()
                            .map(ValueDescriptor::getName)
                            .filter(field -> !OF_EVERY_EVENT.contains(field))
                            .toList());
        }
    }
}
