package io.plateau.model.samediff;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** What a variable of a graph is computed from. */
final class Dependencies {
    private Dependencies() {}

    /** The names of all variables that {@code name} depends on, itself among them. */
    static Set<String> of(SameDiff graph, String name) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.push(name);
        while (!open.isEmpty()) {
            String variable = open.pop();
            if (seen.add(variable)) {
                String producer = graph.getVariables().get(variable).getOutputOfOp();
                SameDiffOp op = producer == null ? null : graph.getOps().get(producer);
                if (op != null && op.getInputsToOp() != null) {
                    op.getInputsToOp().forEach(open::push);
                }
            }
        }
        return seen;
    }
}
