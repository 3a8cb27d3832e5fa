package io.plateau;

import io.plateau.model.kernel.OpenBlasCore;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Prepares OpenBLAS before any test, as the program does before anything else. A test that makes a graph with ND4J would load the library
 * as it is, and later tests in the same process would have other bits than the processes that they start.
 */
public final class BlasOfTests implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        OpenBlasCore.prepare();
    }
}
