/**
 * Reports of runs: logs read in constant memory, curves decimated so that no spike is lost, and what they show as sections of charts and
 * tables, written as one HTML file that needs no network, as a picture (PNG, SVG) or as a table (CSV).
 */
package io.plateau.report;
