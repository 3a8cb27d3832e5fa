/** What README and the pages under spark-job/docs tell people to type. */
package io.plateau.docs;
