/** Tests of reports, among them in a browser. */
package io.plateau.report;
