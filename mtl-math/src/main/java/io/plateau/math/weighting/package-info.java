/**
 * Weighting methods: from what is known about the tasks at one step (the Gram matrix of their gradients, their losses, the
 * method's own state) to one weight per task. One class per method, named as in its paper, created by {@link
 * io.plateau.math.weighting.Weightings}.
 */
package io.plateau.math.weighting;
