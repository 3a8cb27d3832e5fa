package io.plateau.job;

import java.util.Map;

/** On the local disk taken for an object store: nothing relies on a rename. */
class LocalObjectsStorageTest extends StorageContract {
    @Override
    Map<String, String> open() {
        return Map.of("plateau.object-stores", "file");
    }

    @Override
    String root() {
        return "file:" + directory.resolve("objects");
    }

    @Override
    void shut() {
        // It is a folder.
    }
}
