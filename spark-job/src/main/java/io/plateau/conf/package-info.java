/**
 * The configuration of a run: an immutable tree of records, read from HOCON.
 *
 * <p>Each record mirrors one section of {@code conf/reference.conf}; a component is the key in camel case. {@link
 * io.plateau.conf.ConfigLoader} builds the tree and reports every problem of a configuration at once.
 */
package io.plateau.conf;
