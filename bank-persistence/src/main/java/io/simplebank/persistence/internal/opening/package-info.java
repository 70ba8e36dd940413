/** From a URL, a pool or a persistence unit to a checked database. Not for use: it changes without notice. */
@NullMarked
package io.simplebank.persistence.internal.opening;

import org.jspecify.annotations.NullMarked;
