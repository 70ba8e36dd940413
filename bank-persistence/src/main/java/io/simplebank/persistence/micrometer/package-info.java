/** Simple Bank's meters for Micrometer, which the application brings along: {@code io.micrometer:micrometer-core}. */
@NullMarked
package io.simplebank.persistence.micrometer;

import org.jspecify.annotations.NullMarked;
