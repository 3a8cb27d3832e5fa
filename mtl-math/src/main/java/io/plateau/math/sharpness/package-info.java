/** Where the second gradient of a sharpness-aware step is taken: size and kind of the perturbation. */
package io.plateau.math.sharpness;
