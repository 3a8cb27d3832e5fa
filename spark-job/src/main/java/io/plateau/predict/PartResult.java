package io.plateau.predict;

import io.plateau.data.UnseenCategories;
import java.io.Serializable;

/** What a task reports of its part. A plain class because it crosses Spark's wire. */
final class PartResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long rows;
    private final UnseenCategories unseen;
    private final long leftOut;

    PartResult(String file, long rows, UnseenCategories unseen, long leftOut) {
        this.file = file;
        this.rows = rows;
        this.unseen = unseen;
        this.leftOut = leftOut;
    }

    /** Name of the file with the predictions. */
    String file() {
        return file;
    }

    long rows() {
        return rows;
    }

    UnseenCategories unseen() {
        return unseen;
    }

    long leftOut() {
        return leftOut;
    }
}
