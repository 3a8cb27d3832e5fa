package io.plateau.model;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;

/** Windows read to the host. */
final class Rows {
    private Rows() {}

    static double[][] of(Kernels kernels, Matrix m) {
        double[][] rows = new double[m.rows()][m.columns()];
        for (int i = 0; i < rows.length; i++) {
            kernels.read(m.buffer(), m.offset() + (long) i * m.stride(), rows[i], 0, m.columns());
        }
        return rows;
    }

    static double[] head(Kernels kernels, Buffer heads, ModelSpec model, int task) {
        double[] head = new double[model.layout().headSize(task)];
        kernels.read(heads, model.layout().headOffset(task), head, 0, head.length);
        return head;
    }

    static double[][] heads(Kernels kernels, Buffer heads, ModelSpec model) {
        double[][] all = new double[model.tasks()][];
        for (int task = 0; task < all.length; task++) {
            all[task] = head(kernels, heads, model, task);
        }
        return all;
    }
}
