/** The documentation's snippets, each run; they use what a user can name. */
package io.simplebank.persistence.documentation;
