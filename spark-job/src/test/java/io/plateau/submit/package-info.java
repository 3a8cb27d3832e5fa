/** Real submissions: plateau-spark.jar and the launchers against YARN and against a stand-in of Kubernetes' API server. */
package io.plateau.submit;
