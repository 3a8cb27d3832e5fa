package io.plateau.math.weighting;

import java.util.EnumSet;
import java.util.Map;

/** x */
final class ScaleInvariantTest extends WeightingContract {
    ScaleInvariantTest() {
        super("si", Map.of(), EnumSet.of(Property.LINEAR_UNDER_SCALING, Property.ORDER_INVARIANT));
    }
}
