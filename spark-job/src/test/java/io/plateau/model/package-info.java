/** Gradient checks, the reference steps, and the float back end against the reference on whole steps. */
package io.plateau.model;
