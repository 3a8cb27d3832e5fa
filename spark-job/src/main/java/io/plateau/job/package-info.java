/**
 * The command line: {@link io.plateau.job.Main} and one class per command.
 *
 * <p>Results go to standard output, everything else to standard error. A command returns normally or throws; {@link
 * io.plateau.job.Failures} turns what is thrown into one message and an exit code. No command calls {@code System.exit}.
 */
package io.plateau.job;
