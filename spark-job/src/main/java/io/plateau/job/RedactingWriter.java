package io.plateau.job;

import io.plateau.checkpoint.Redaction;
import java.io.IOException;
import java.io.Writer;

/** Passes on what is written, line by line, {@link Redaction without secrets}. */
final class RedactingWriter extends Writer {
    private final Writer out;
    private final StringBuilder line = new StringBuilder();

    RedactingWriter(Writer out) {
        this.out = out;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        synchronized (lock) {
            line.append(text, from, length);
            int end = line.lastIndexOf("\n") + 1;
            if (end > 0) {
                pass(end);
            }
        }
    }

    private void pass(int end) throws IOException {
        out.write(Redaction.of(line.substring(0, end)));
        line.delete(0, end);
    }

    @Override
    public void flush() throws IOException {
        synchronized (lock) {
            pass(line.length());
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
