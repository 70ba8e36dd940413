package io.simplebank.persistence.benchmark;

import io.simplebank.persistence.benchmark.Results.Line;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The results as a picture in SVG: for each workload, transfers a second over callers. bulk-sql, which has no callers to
 * speak of, is a dashed line, the limit; what is no single transfer is left out. The same results draw the same bytes.
 */
final class Chart {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 430;
    private static final int TOP = 64;
    private static final int BOTTOM = 340;
    private static final int PANEL_LEFT = 70;
    private static final int PANEL_WIDTH = 370;
    private static final int PANEL_DISTANCE = 470;

    /** Told apart by the colour-blind, too (Okabe and Ito, https://jfly.uni-koeln.de/color/). */
    private static final Map<Variant, String> COLOURS = Map.of(
            Variant.COURSE_JPA, "#D55E00",
            Variant.COURSE_JDBC, "#E69F00",
            Variant.FUNCTION, "#CC79A7",
            Variant.JOINED, "#56B4E9",
            Variant.LIBRARY, "#0072B2",
            Variant.BULK_SQL, "#666666");

    private final List<Line> lines;
    private final List<Integer> callers;
    private final int lowestDecade;
    private final int highestDecade;
    private final StringBuilder svg = new StringBuilder();

    private Chart(List<Line> lines) {
        this.lines = lines.stream()
                .filter(line -> COLOURS.containsKey(line.cell().variant()))
                .toList();
        this.callers = this.lines.stream()
                .filter(line -> line.cell().variant() != Variant.BULK_SQL)
                .map(line -> line.cell().callers())
                .distinct()
                .sorted()
                .toList();
        this.lowestDecade = (int) Math.floor(Math.log10(
                this.lines.stream().mapToDouble(Line::perSecond).min().orElse(1)));
        this.highestDecade = Math.max(lowestDecade + 1, (int) Math.ceil(Math.log10(
                this.lines.stream().mapToDouble(Line::perSecond).max().orElse(1))));
    }

    static String of(List<Line> lines) {
        return new Chart(lines).draw();
    }

    private String draw() {
        add("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
                font-family="sans-serif" font-size="13" fill="#333333">
                <rect width="%1$d" height="%2$d" fill="#FFFFFF"/>
                """, WIDTH, HEIGHT);
        for (Workload workload : Workload.values()) {
            panel(workload, PANEL_LEFT + workload.ordinal() * PANEL_DISTANCE);
        }
        legend();
        return svg.append("</svg>\n").toString();
    }

    private void panel(Workload workload, int left) {
        text(
                left,
                TOP - 36,
                "start",
                "bold",
                workload == Workload.HOT ? "hot: one account in every transfer" : "spread: any two of 10,000 accounts");
        text(left, TOP - 16, "start", "normal", "transfers a second");
        for (int decade = lowestDecade; decade <= highestDecade; decade++) {
            for (int factor = 1; factor < 10 && (decade < highestDecade || factor == 1); factor++) {
                double value = factor * Math.pow(10, decade);
                add("""
                        <path d="M%d %.1fh%d" stroke="%s"/>
                        """, left, y(value), PANEL_WIDTH, factor == 1 ? "#BBBBBB" : "#EEEEEE");
            }
            double value = Math.pow(10, decade);
            text(left - 8, y(value) + 4, "end", "normal", String.format(Locale.ROOT, "%,.0f", value));
        }
        for (int count : callers) {
            text(x(left, count), BOTTOM + 20, "middle", "normal", String.valueOf(count));
        }
        text(left + PANEL_WIDTH / 2.0, BOTTOM + 40, "middle", "normal", "callers");
        for (Variant variant : Variant.values()) {
            curve(
                    left,
                    variant,
                    lines.stream()
                            .filter(line -> line.cell().workload() == workload
                                    && line.cell().variant() == variant)
                            .toList());
        }
    }

    private void curve(int left, Variant variant, List<Line> points) {
        if (points.isEmpty()) {
            return;
        }
        if (variant == Variant.BULK_SQL) {
            double best = points.stream().mapToDouble(Line::perSecond).max().orElseThrow();
            add("""
                    <path d="M%d %.1fh%d" stroke="%s" stroke-width="2" stroke-dasharray="6 4"/>
                    """, left, y(best), PANEL_WIDTH, COLOURS.get(variant));
            return;
        }
        String path = points.stream()
                .map(line -> format("%.1f %.1f", x(left, line.cell().callers()), y(line.perSecond())))
                .collect(Collectors.joining(" L", "M", ""));
        add("""
                <path d="%s" stroke="%s" stroke-width="%d" fill="none"/>
                """, path, COLOURS.get(variant), variant == Variant.LIBRARY ? 4 : 2);
        for (Line point : points) {
            add("""
                    <circle cx="%.1f" cy="%.1f" r="4" fill="%s"/>
                    """, x(left, point.cell().callers()), y(point.perSecond()), COLOURS.get(variant));
        }
    }

    private void legend() {
        List<Variant> shown = lines.stream()
                .map(line -> line.cell().variant())
                .distinct()
                .sorted()
                .toList();
        int distance = (WIDTH - 2 * PANEL_LEFT) / shown.size();
        for (Variant variant : shown) {
            int left = PANEL_LEFT + shown.indexOf(variant) * distance;
            add(
                    """
                    <path d="M%d %dh24" stroke="%s" stroke-width="4"%s/>
                    """,
                    left,
                    HEIGHT - 24,
                    COLOURS.get(variant),
                    variant == Variant.BULK_SQL ? " stroke-dasharray=\"6 4\"" : "");
            text(left + 30, HEIGHT - 20, "start", "normal", variant.toString());
        }
    }

    /** Every number of callers has its place, equally far from the next, with half of that at the sides. */
    private double x(int left, int count) {
        return left + PANEL_WIDTH * (callers.indexOf(count) + 0.5) / callers.size();
    }

    private double y(double perSecond) {
        return BOTTOM - (BOTTOM - TOP) * (Math.log10(perSecond) - lowestDecade) / (highestDecade - lowestDecade);
    }

    private void text(double x, double y, String anchor, String weight, String text) {
        add("""
                <text x="%.1f" y="%.1f" text-anchor="%s" font-weight="%s">%s</text>
                """, x, y, anchor, weight, text);
    }

    private void add(String format, Object... values) {
        svg.append(format(format, values));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
