/** Exported files are read by programs that share no code with the writers. */
package io.plateau.export;
