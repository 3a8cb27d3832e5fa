/** Tables of every form are predicted, and read back by other readers than the writers' own. */
package io.plateau.predict;
