package io.plateau.checkpoint;

import java.io.IOException;

/** A checkpoint or model that is incomplete or does not match its manifest. */
public final class CorruptFiles extends IOException {

    /** Names the directory and what is wrong with it. */
    public CorruptFiles(String what) {
        super(what);
    }
}
