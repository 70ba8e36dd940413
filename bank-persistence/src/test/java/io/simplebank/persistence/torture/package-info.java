/**
 * The torture run: {@code mvn -q -Ptorture}. Client processes work on one PostgreSQL at random and write down what they
 * asked for and what they were told, while a nemesis breaks whatever can break; then a checker compares the histories with
 * the books.
 *
 * <p>{@link io.simplebank.persistence.torture.Torture} runs it. A {@code Client} is a process of {@code Teller}s, who write
 * a {@code History} of {@code Operation}s and {@code Answer}s. The {@code Nemesis} does {@code Fault}s to the
 * {@code Servers}, the {@code Network}s and the {@code ClientProcess}es. The {@code Checker} holds histories against
 * {@code Books} and comes to a {@code Verdict}.
 */
@NullMarked
package io.simplebank.persistence.torture;

import org.jspecify.annotations.NullMarked;
