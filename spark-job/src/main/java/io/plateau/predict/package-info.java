/** Using a trained model on new rows: read, encode, predict, decode, write, a batch at a time in constant memory. */
package io.plateau.predict;
