package io.plateau.model.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Passes over rows, as long as parameter vectors; what has to be exact is widened to double a slice of the columns at a time. */
final class Nd4jRows {
    /** Doubles of a slice, all rows together: 16 MiB. */
    private static final int SLICE = 1 << 21;

    private final Nd4jScratch scratch;

    Nd4jRows(Nd4jScratch scratch) {
        this.scratch = scratch;
    }

    void copy(Matrix from, Matrix to) {
        if (from.rows() == to.rows()) {
            Nd4jBlock.view(to).assign(Nd4jBlock.view(from));
        } else {
            // ND4J's assignment of one row to many goes wrong where these lie apart.
            gather(from, new int[to.rows()], to);
        }
    }

    void perturb(Matrix origin, double[] factors, Matrix directions, Matrix out) {
        if (anyZero(factors)) {
            // 0 * infinity must not reach parameters that are to stay where they are: each row by itself.
            for (int row = 0; row < factors.length; row++) {
                Matrix target = out.rows(row, 1);
                Matrix from = origin.rows() == 1 ? origin : origin.rows(row, 1);
                if (factors[row] == 0) {
                    copy(from, target);
                } else {
                    perturb(from, new double[] {factors[row]}, directions.rows(row, 1), target);
                }
            }
            return;
        }
        INDArray result = Nd4jBlock.view(out);
        scaled(factors, directions, result);
        Nd4jElements.add(result, Nd4jBlock.view(origin), result);
    }

    void perturbAdaptive(Matrix origin, double[] factors, Matrix directions, Matrix out) {
        INDArray o = Nd4jBlock.view(origin);
        INDArray bySquare = scratch.matrix(0, out.rows(), out.columns());
        Nd4jElements.multiply(Nd4jBlock.view(directions), o, bySquare);
        Nd4jElements.multiply(bySquare, o, bySquare);
        perturb(origin, factors, scratch.window(0, out.rows(), out.columns()), out);
    }

    void accumulate(double[] factors, Matrix rows, Matrix sum) {
        INDArray addend = scratch.matrix(0, rows.rows(), rows.columns());
        scaled(factors, rows, addend);
        INDArray total = Nd4jBlock.view(sum);
        Nd4jElements.add(total, addend, total);
    }

    /** {@code out_i = factors[i] rows_i}. */
    private static void scaled(double[] factors, Matrix rows, INDArray out) {
        float[] narrow = Nd4jHost.narrow(factors, 0, factors.length);
        try (INDArray column = Nd4j.create(narrow, new long[] {narrow.length, 1}, 'c')) {
            Nd4jElements.multiply(Nd4jBlock.view(rows), column, out);
        }
    }

    private static boolean anyZero(double[] factors) {
        return Arrays.stream(factors).anyMatch(f -> (float) f == 0);
    }

    /** {@code sum_j (a_ij b_ij)^p} in double, with p = 2 where {@code squared}; b null counts as ones, b of one row as repeated. */
    double[] sums(Matrix a, Matrix b, boolean squared) {
        double[] sums = new double[a.rows()];
        int length = sliceLength(a);
        try (INDArray total = Nd4j.create(DataType.DOUBLE, a.rows(), 1)) {
            for (int at = 0; at < a.columns(); at += length) {
                int taken = Math.min(length, a.columns() - at);
                try (INDArray wide = wide(a, at, taken)) {
                    if (b != null) {
                        try (INDArray other = wide(b, at, taken)) {
                            Nd4jElements.multiply(wide, other, wide);
                        }
                    }
                    if (squared) {
                        Nd4jElements.multiply(wide, wide, wide);
                    }
                    try (INDArray ones = Nd4j.ones(DataType.DOUBLE, taken, 1)) {
                        Nd4jProducts.multiply(1, wide, Transpose.NO, ones, Transpose.NO, 1, total);
                    }
                }
            }
            total.data().asNioDouble().get(0, sums);
        }
        return sums;
    }

    /** {@code rows rows'} in double, exactly symmetric. */
    double[] gram(Matrix rows) {
        int n = rows.rows();
        double[] gram = new double[n * n];
        int length = sliceLength(rows);
        try (INDArray total = Nd4j.create(DataType.DOUBLE, n, n)) {
            for (int at = 0; at < rows.columns(); at += length) {
                try (INDArray wide = wide(rows, at, Math.min(length, rows.columns() - at))) {
                    Nd4jProducts.multiply(1, wide, Transpose.NO, wide, Transpose.YES, 1, total);
                }
            }
            total.data().asNioDouble().get(0, gram);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                gram[i * n + j] = gram[j * n + i];
            }
        }
        return gram;
    }

    private static int sliceLength(Matrix rows) {
        return Math.min(Math.max(1, SLICE / rows.rows()), rows.columns());
    }

    private static INDArray wide(Matrix rows, int at, int length) {
        return Nd4jBlock.view(rows.columns(at, length)).castTo(DataType.DOUBLE);
    }

    void gather(Matrix from, int[] index, Matrix to) {
        gather(Nd4jBlock.view(from), index, Nd4jBlock.view(to));
    }

    private static void gather(INDArray from, int[] index, INDArray to) {
        try (INDArray rows = Nd4j.createFromArray(index)) {
            Nd4j.exec(DynamicCustomOp.builder("gather")
                    .addInputs(from, rows)
                    .addOutputs(to)
                    .addIntegerArguments(0)
                    .build());
        }
    }

    /**
     * ND4J's own operation adds rows that repeat in whatever order its threads come. Here a round adds the first row of each target, the
     * next round the second, and so on: within a round no target repeats, and over the rounds their order is that of the rows.
     */
    void scatterAdd(Matrix from, int[] index, Matrix to) {
        int[] seen = new int[to.rows()];
        int[] round = new int[index.length];
        int rounds = 0;
        for (int i = 0; i < index.length; i++) {
            round[i] = seen[index[i]]++;
            rounds = Math.max(rounds, seen[index[i]]);
        }
        for (int r = 0; r < rounds; r++) {
            int current = r;
            int[] sources = IntStream.range(0, index.length)
                    .filter(i -> round[i] == current)
                    .toArray();
            int[] targets = Arrays.stream(sources).map(i -> index[i]).toArray();
            addRound(from, sources, targets, to);
        }
    }

    private void addRound(Matrix from, int[] sources, int[] targets, Matrix to) {
        INDArray target = Nd4jBlock.view(to);
        INDArray sums = scratch.matrix(0, targets.length, to.columns());
        INDArray addends = scratch.matrix(1, targets.length, to.columns());
        gather(target, targets, sums);
        gather(Nd4jBlock.view(from), sources, addends);
        Nd4jElements.add(sums, addends, sums);
        try (INDArray rows = Nd4j.createFromArray(targets)) {
            Nd4j.exec(DynamicCustomOp.builder("scatter_upd")
                    .addInputs(target, rows, sums)
                    .addOutputs(target)
                    .build());
        }
    }
}
