/** The library in applications that it does not know: each of their settings, and pairs of them. */
@NullMarked
package io.simplebank.persistence.hosts;

import org.jspecify.annotations.NullMarked;
