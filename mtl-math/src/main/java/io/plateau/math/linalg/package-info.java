/**
 * Small dense linear algebra of K x K size: Gram matrices of task gradients, their factorisations, sums in a fixed order.
 *
 * <p>K is the number of tasks (one to a few dozen), P the number of shared parameters (thousands to billions). Only {@link
 * io.plateau.math.linalg.TaskMatrix} knows P; everything else here is of size K.
 */
package io.plateau.math.linalg;
