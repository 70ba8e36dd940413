package io.simplebank.persistence.demo;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;

/**
 * Where the demo shows what it does: on a terminal with a moving bar and some colour, elsewhere as plain lines. Used by
 * one thread.
 */
final class Screen {

    private static final int BAR_WIDTH = 30;
    private static final int PLAIN_STEPS = 5;
    private static final String FULL_LINE = "(.{1,76})( +|$)";

    private final PrintStream out;
    private final boolean terminal;
    private final boolean blocks;
    private int plainSteps;

    private Screen(PrintStream out, boolean terminal, boolean blocks) {
        this.out = out;
        this.terminal = terminal;
        this.blocks = blocks;
    }

    @SuppressWarnings("SystemOut") // that is what a demo is for
    static Screen open() {
        Console console = System.console();
        if (!isTerminal(console)) {
            return new Screen(System.out, false, false);
        }
        // System.out takes a C locale at its word on some JDKs and prints question marks.
        Charset charset = console.charset();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset);
        return new Screen(out, true, charset.newEncoder().canEncode('█'));
    }

    private static boolean isTerminal(Console console) {
        String kind = System.getenv("TERM");
        if (console == null || kind == null || kind.equals("dumb")) {
            return false;
        }
        try {
            // From JDK 22 on there is a console without a terminal, too; before, there was no such method.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void heading(String text) {
        out.println();
        out.println(styled("1", text));
    }

    void line(String format, Object... values) {
        out.println("  " + String.format(Locale.ROOT, format, values));
    }

    void paragraph(String text) {
        text.replaceAll(FULL_LINE, "$1\n").lines().forEach(line -> line("%s", line));
    }

    void verdict(boolean right, String rule) {
        out.println("  " + (right ? styled("32", "ok    ") : styled("1;31", "FAILED")) + "  " + rule);
    }

    /** The last line stands alone, for scripts to read. */
    void last(boolean good, String text) {
        out.println();
        out.println(styled(good ? "1;32" : "1;31", text));
    }

    /** Redraws the bar on a terminal; elsewhere prints a line for each fifth. */
    void progress(double fraction, String format, Object... values) {
        String text = String.format(Locale.ROOT, format, values);
        if (terminal) {
            int done = (int) (fraction * BAR_WIDTH);
            String bar = (blocks ? "█" : "#").repeat(done) + (blocks ? "░" : ".").repeat(BAR_WIDTH - done);
            out.print("\r  " + styled("36", bar) + "  " + text + "\033[K");
            out.flush();
        } else if ((int) (fraction * PLAIN_STEPS) > plainSteps) {
            plainSteps = (int) (fraction * PLAIN_STEPS);
            line("%3d %%  %s", 100 * plainSteps / PLAIN_STEPS, text);
        }
    }

    /** Leaves the bar as it is and goes on below. */
    void progressEnds() {
        if (terminal) {
            out.println();
        }
    }

    private String styled(String code, String text) {
        return terminal ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
