/** The contract of the kernels and the plain reference that every back end is held against. */
package io.plateau.model.kernel;
