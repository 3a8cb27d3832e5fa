package io.plateau.job;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** On S3A, against a server of its own. */
@Tag("slow")
class S3StorageTest extends StorageContract {
    private S3Server server;

    @Override
    Map<String, String> open() throws IOException, InterruptedException {
        server = S3Server.start(directory);
        return server.settings();
    }

    @Override
    String root() {
        return S3Server.root();
    }

    @Override
    void shut() {
        server.close();
    }
}
