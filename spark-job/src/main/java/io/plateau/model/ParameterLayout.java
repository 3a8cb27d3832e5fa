package io.plateau.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each parameter lies in the flat vector {@code [shared | head 1 | ... | head K]}. In the models of this program shared is, per
 * dense layer, W (inputs x outputs, row-major) then b; head k is W (representation x outputs) then b. Immutable.
 */
public final class ParameterLayout implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ParameterView[] views;
    private final int shared;
    private final int[] headStarts;

    private ParameterLayout(List<ParameterView> views, int shared, int[] headStarts) {
        this.views = views.toArray(ParameterView[]::new);
        this.shared = shared;
        this.headStarts = headStarts;
    }

    /** Every parameter in the order of the vector. */
    public List<ParameterView> views() {
        return List.of(views);
    }

    /** Floats of the shared part: P. */
    public int shared() {
        return shared;
    }

    /** Floats of all heads together: H. */
    public int heads() {
        return headStarts[tasks()];
    }

    /** Floats of the whole vector: P + H. */
    public int size() {
        return shared + heads();
    }

    /** Number of heads. */
    public int tasks() {
        return headStarts.length - 1;
    }

    /** Position of a task's head in the part of the heads, which starts at {@link #shared()}. */
    public int headOffset(int task) {
        return headStarts[task];
    }

    /** Floats of a task's head. */
    public int headSize(int task) {
        return headStarts[task + 1] - headStarts[task];
    }

    /** Collects the parts in order: shared ones first. */
    public static final class Builder {
        private final List<ParameterView> views = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>();
        private int size;
        private int shared;

        /** The next array of the shared part, row-major. */
        public void shared(String name, int... shape) {
            add(name, shape);
            shared = size;
        }

        /** Begins the next head; the arrays that follow belong to it. */
        public void head() {
            starts.add(size - shared);
        }

        /** The next array of the head that was begun last, row-major. */
        public void inHead(String name, int... shape) {
            add(name, shape);
        }

        void head(String task, int inputs, int outputs) {
            head();
            inHead("head." + task + ".weight", inputs, outputs);
            inHead("head." + task + ".bias", outputs);
        }

        private void add(String name, int... shape) {
            ParameterView view = new ParameterView(name, size, shape);
            views.add(view);
            size = Math.addExact(size, view.length());
        }

        /** The layout of what was added. */
        public ParameterLayout build() {
            starts.add(size - shared);
            return new ParameterLayout(
                    views, shared, starts.stream().mapToInt(Integer::intValue).toArray());
        }
    }
}
