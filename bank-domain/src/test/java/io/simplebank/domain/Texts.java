package io.simplebank.domain;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Free text at the limits of what PostgreSQL can hold; owners and references share them. */
final class Texts {

    /** One code point of two {@code char}s. */
    private static final String SUPPLEMENTARY = "\uD83C\uDFE6";

    private Texts() {}

    static Stream<Arguments> thatFit() {
        return Stream.of(
                argumentSet("one character", "x"),
                argumentSet("255 characters", "x".repeat(255)),
                argumentSet("255 supplementary characters", SUPPLEMENTARY.repeat(255)),
                argumentSet("surrogate pairs next to each other", "a" + SUPPLEMENTARY + SUPPLEMENTARY + "b"),
                argumentSet("the characters beside the surrogates", "\uD7FF\uE000"),
                argumentSet("a control character", "\u0001"),
                argumentSet("a line break", "a\nb"));
    }

    /** Each with a word of the message that refuses it. */
    static Stream<Arguments> thatDoNotFit() {
        return Stream.of(
                argumentSet("256 characters", "x".repeat(256), "at most 255 characters, but has 256"),
                argumentSet("256 supplementary characters", SUPPLEMENTARY.repeat(256), "but has 256"),
                argumentSet("a NUL", "a\0b", "NUL"),
                argumentSet("a NUL at the start", "\0b", "NUL"),
                argumentSet("a high surrogate without its low one", "a\uD83Cb", "surrogate"),
                argumentSet("a high surrogate at the end", "a\uD83C", "surrogate"),
                argumentSet("a low surrogate alone", "a\uDFE6b", "surrogate"),
                argumentSet("a pair the wrong way round", "\uDFE6\uD83C", "surrogate"),
                argumentSet("the first surrogate", "\uD800", "surrogate"),
                argumentSet("the last surrogate", "\uDFFF", "surrogate"));
    }
}
