/** Rules over all packages. */
package io.plateau;
