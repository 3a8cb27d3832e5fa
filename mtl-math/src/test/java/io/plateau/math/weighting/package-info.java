/** Tests of the weighting methods: reference cases, properties, bad input. */
package io.plateau.math.weighting;
