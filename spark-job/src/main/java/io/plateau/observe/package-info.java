/** What a run tells while it goes on: logs of JSON lines in its directory and a progress line for the person who waits. */
package io.plateau.observe;
