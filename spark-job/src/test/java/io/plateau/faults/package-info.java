/** Processes of a real cluster are killed, stopped and lost: the runs end, with the bits of an undisturbed one. */
package io.plateau.faults;
