package io.simplebank.persistence.torture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.IsolationLevel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Half a minute of the torture run; {@code mvn -q -Ptorture} is the whole one. */
@Tag("alone")
class TortureTest {

    @Test
    void theBooksSurviveHalfAMinuteOfFaults(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        TortureSettings settings = new TortureSettings(
                Duration.ofSeconds(30),
                seed,
                2,
                16,
                List.of(Fault.values()),
                200,
                List.of(IsolationLevel.values()),
                folder.resolve("torture"));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        boolean held;
        try {
            held = Torture.run(settings, new PrintStream(printed, true, UTF_8));
        } finally {
            System.out.println(printed.toString(UTF_8));
            System.out.println(Files.readString(settings.output().resolve("clients.log")));
        }

        String summary = printed.toString(UTF_8);
        assertThat(held).as(summary).isTrue();
        assertThat(summary.lines().reduce((line, next) -> next))
                .hasValueSatisfying(last -> assertThat(last)
                        .matches("lost=0 doubled=0 unbalanced=0 operations=[1-9]\\d* faults=[1-9]\\d*"));
    }
}
