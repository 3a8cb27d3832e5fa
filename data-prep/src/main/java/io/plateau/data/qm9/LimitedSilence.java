package io.plateau.data.qm9;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A stream that fails when nothing comes for some time: it is closed under whoever waits. The stream below must answer that with an IOException. */
final class LimitedSilence extends FilterInputStream {
    private final Duration limit;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "plateau-download-limit");
        thread.setDaemon(true);
        return thread;
    });

    LimitedSilence(InputStream in, Duration limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        Future<?> end = clock.schedule(this::giveUp, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return super.read(buffer, from, length);
        } finally {
            end.cancel(false);
        }
    }

    private void giveUp() {
        try {
            in.close();
        } catch (IOException closed) {
            // Then the reader has its failure already.
        }
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        super.close();
    }
}
