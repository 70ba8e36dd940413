/**
 * For test suites: {@link io.simplebank.persistence.testing.BankExtension} gives a JUnit test class a migrated database
 * of its own on a real PostgreSQL, in a container or embedded.
 */
@NullMarked
package io.simplebank.persistence.testing;

import org.jspecify.annotations.NullMarked;
