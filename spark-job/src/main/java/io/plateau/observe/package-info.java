/**
 * What a run tells while it goes on: logs of JSON lines in its directory, a progress line for the person who waits, figures for Spark's
 * metrics, signs of life; and the limits of what it waits for.
 */
package io.plateau.observe;
