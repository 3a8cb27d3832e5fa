package io.plateau.model.samediff;

import java.util.Locale;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.RandomOp;

/** Operations whose result is not a function of their inputs alone. */
final class RandomOps {
    private RandomOps() {}

    static boolean isOne(DifferentialFunction op) {
        String name = op.opName().toLowerCase(Locale.ROOT);
        return op instanceof RandomOp || name.contains("random") || name.contains("dropout");
    }
}
