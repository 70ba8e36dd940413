package io.simplebank.persistence;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A server that speaks another language: the words of its errors and notices are replaced, by such as mislead whoever tries
 * to understand them; the fields that are the same in every language stay.
 *
 * @see <a href="https://www.postgresql.org/docs/18/protocol-error-fields.html">Error and notice message fields</a>
 */
final class ForeignWords implements UnaryOperator<byte[]> {

    /** The severity, the message, its detail, and the hint: what PostgreSQL translates. */
    private static final Map<Character, String> WORDS = Map.of(
            'S', "FEHLER",
            'M', "neue Zeile verletzt Check-Constraint »irgendwas«, constraint \"misleading\", Schlüssel „falsch“",
            'D', "Fehlgeschlagene Zeile enthält nichts.",
            'H', "Keiner.");

    private static final byte END = 0;

    @Override
    public byte[] apply(byte[] body) {
        ByteArrayOutputStream translated = new ByteArrayOutputStream();
        int at = 0;
        while (body[at] != END) {
            char field = (char) body[at];
            int end = at + 1;
            while (body[end] != END) {
                end++;
            }
            String said = new String(body, at + 1, end - at - 1, StandardCharsets.UTF_8);
            translated.write(field);
            translated.writeBytes(WORDS.getOrDefault(field, said).getBytes(StandardCharsets.UTF_8));
            translated.write(END);
            at = end + 1;
        }
        translated.write(END);
        return translated.toByteArray();
    }
}
