package io.plateau.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Recurrent cells as element-wise operations over the gates, which lie side by side. */
final class Nd4jCells {
    private final Nd4jScratch scratch;

    Nd4jCells(Nd4jScratch scratch) {
        this.scratch = scratch;
    }

    void gru(Matrix inputBias, Matrix stateBias, Matrix inputGates, Matrix stateGates, Matrix state, Matrix out) {
        int w = state.columns();
        INDArray resetAndUpdate = gates(inputGates, 0, 2, w);
        Nd4jElements.add(resetAndUpdate, gates(stateGates, 0, 2, w), resetAndUpdate);
        Nd4jElements.add(resetAndUpdate, gates(inputBias, 0, 2, w), resetAndUpdate);
        Nd4jElements.add(resetAndUpdate, gates(stateBias, 0, 2, w), resetAndUpdate);
        Nd4jElements.sigmoid(resetAndUpdate);
        INDArray c = gates(stateGates, 2, 1, w);
        Nd4jElements.add(c, gates(stateBias, 2, 1, w), c);
        INDArray product = scratch.matrix(0, state.rows(), w);
        Nd4jElements.multiply(gates(inputGates, 0, 1, w), c, product);
        INDArray m = gates(inputGates, 2, 1, w);
        Nd4jElements.add(m, gates(inputBias, 2, 1, w), m);
        Nd4jElements.add(m, product, m);
        Nd4jElements.tanh(m);
        // m + z (state - m)
        INDArray result = Nd4jBlock.view(out);
        Nd4jElements.subtract(Nd4jBlock.view(state), m, result);
        Nd4jElements.multiply(result, gates(inputGates, 1, 1, w), result);
        Nd4jElements.add(result, m, result);
    }

    void gruBackward(
            Matrix inputGates,
            Matrix stateGates,
            Matrix state,
            Matrix cotangent,
            Matrix inputCotangent,
            Matrix stateCotangent) {
        int w = state.columns();
        INDArray r = gates(inputGates, 0, 1, w);
        INDArray z = gates(inputGates, 1, 1, w);
        INDArray m = gates(inputGates, 2, 1, w);
        INDArray d = Nd4jBlock.view(cotangent);
        INDArray temporary = scratch.matrix(0, state.rows(), w);
        // Update gate: (state - m) d z (1 - z).
        INDArray update = gates(inputCotangent, 1, 1, w);
        Nd4jElements.subtract(Nd4jBlock.view(state), m, update);
        Nd4jElements.multiply(update, d, update);
        Nd4jElements.sigmoidBackward(update, z, temporary);
        gates(stateCotangent, 1, 1, w).assign(update);
        // Candidate: (1 - z) d (1 - m^2); by its memory: times r.
        INDArray candidate = gates(inputCotangent, 2, 1, w);
        candidate.assign(z);
        candidate.rsubi(1);
        Nd4jElements.multiply(candidate, d, candidate);
        Nd4jElements.tanhBackward(candidate, m, temporary);
        Nd4jElements.multiply(candidate, r, gates(stateCotangent, 2, 1, w));
        // Reset gate: memory times the candidate's derivative, r (1 - r).
        INDArray reset = gates(inputCotangent, 0, 1, w);
        Nd4jElements.multiply(candidate, gates(stateGates, 2, 1, w), reset);
        Nd4jElements.sigmoidBackward(reset, r, temporary);
        gates(stateCotangent, 0, 1, w).assign(reset);
        Nd4jElements.multiply(d, z, d);
    }

    void lstm(Matrix inputBias, Matrix stateBias, Matrix gates, Matrix cell, Matrix newCell, Matrix out) {
        int w = cell.columns();
        INDArray all = Nd4jBlock.view(gates);
        Nd4jElements.add(all, Nd4jBlock.view(inputBias), all);
        Nd4jElements.add(all, Nd4jBlock.view(stateBias), all);
        Nd4jElements.sigmoid(gates(gates, 0, 2, w));
        Nd4jElements.tanh(gates(gates, 2, 1, w));
        Nd4jElements.sigmoid(gates(gates, 3, 1, w));
        INDArray memory = Nd4jBlock.view(newCell);
        INDArray result = Nd4jBlock.view(out);
        Nd4jElements.multiply(gates(gates, 0, 1, w), gates(gates, 2, 1, w), result);
        Nd4jElements.multiply(Nd4jBlock.view(cell), gates(gates, 1, 1, w), memory);
        Nd4jElements.add(memory, result, memory);
        result.assign(memory);
        Nd4jElements.tanh(result);
        Nd4jElements.multiply(result, gates(gates, 3, 1, w), result);
    }

    void lstmBackward(
            Matrix gates, Matrix cell, Matrix newCell, Matrix cotangent, Matrix cellCotangent, Matrix gateCotangent) {
        int w = cell.columns();
        INDArray in = gates(gates, 0, 1, w);
        INDArray forget = gates(gates, 1, 1, w);
        INDArray candidate = gates(gates, 2, 1, w);
        INDArray output = gates(gates, 3, 1, w);
        INDArray d = Nd4jBlock.view(cotangent);
        INDArray temporary = scratch.matrix(0, cell.rows(), w);
        INDArray bounded = scratch.matrix(1, cell.rows(), w);
        bounded.assign(Nd4jBlock.view(newCell));
        Nd4jElements.tanh(bounded);
        // Output gate: tanh(newCell) d o (1 - o).
        INDArray byOutput = gates(gateCotangent, 3, 1, w);
        Nd4jElements.multiply(bounded, d, byOutput);
        Nd4jElements.sigmoidBackward(byOutput, output, temporary);
        // By newCell: what comes from later, and d o (1 - tanh^2).
        INDArray direct = scratch.matrix(2, cell.rows(), w);
        Nd4jElements.multiply(d, output, direct);
        Nd4jElements.tanhBackward(direct, bounded, temporary);
        INDArray dc = Nd4jBlock.view(cellCotangent);
        Nd4jElements.add(dc, direct, dc);
        gateDerivative(dc, candidate, in, gates(gateCotangent, 0, 1, w), temporary);
        gateDerivative(dc, Nd4jBlock.view(cell), forget, gates(gateCotangent, 1, 1, w), temporary);
        INDArray byCandidate = gates(gateCotangent, 2, 1, w);
        Nd4jElements.multiply(dc, in, byCandidate);
        Nd4jElements.tanhBackward(byCandidate, candidate, temporary);
        Nd4jElements.multiply(dc, forget, dc);
    }

    /** {@code out = d factor y (1 - y)}. */
    private static void gateDerivative(INDArray d, INDArray factor, INDArray y, INDArray out, INDArray temporary) {
        Nd4jElements.multiply(d, factor, out);
        Nd4jElements.sigmoidBackward(out, y, temporary);
    }

    private static INDArray gates(Matrix m, int first, int count, int w) {
        return Nd4jBlock.view(m.columns(first * w, count * w));
    }
}
