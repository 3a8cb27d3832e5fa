/** Graphs that users could bring, and what is said of those that do not fit. */
package io.plateau.model.dl4j;
