/** The combination of the loss part and the flat part of a step: {@link io.plateau.math.aggregate.Bargainer}. */
package io.plateau.math.aggregate;
