package io.plateau.cluster;

import java.io.Serializable;

/** Brings the element of each partition to the driver as it is. */
final class Fetch<T extends Serializable> extends JobTask<T, T> {
    private static final long serialVersionUID = 1;

    Fetch(String run) {
        super(run);
    }

    @Override
    T on(T element) {
        return element;
    }
}
