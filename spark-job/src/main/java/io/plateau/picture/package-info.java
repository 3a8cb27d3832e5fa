/** Pictures that are painted by a program, as files: pixels (PNG) or curves (SVG). */
package io.plateau.picture;
