/** A trained model in open formats, for programs that know nothing of Plateau. */
package io.plateau.export;
