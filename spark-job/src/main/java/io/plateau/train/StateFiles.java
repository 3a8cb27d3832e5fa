package io.plateau.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.checkpoint.Checkpoint;
import io.plateau.math.aggregate.BargainingState;
import io.plateau.math.weighting.MethodState;
import io.plateau.model.FloatBytes;
import io.plateau.train.Schedule.PlateauState;
import io.plateau.train.TrainingState.Best;
import io.plateau.train.TrainingState.TaskWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A {@link TrainingState} as the files of a checkpoint and back, without the loss of a bit: vectors as raw floats, the rest as JSON,
 * whose shortest decimal forms of doubles are exact.
 */
final class StateFiles {
    static final String PARAMETERS = "parameters.bin";
    private static final String OPTIMIZER = "optimizer.bin";
    private static final String STATE = "state.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private StateFiles() {}

    static Map<String, byte[]> write(TrainingState state) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(PARAMETERS, FloatBytes.encode(state.parameters()));
        files.put(OPTIMIZER, FloatBytes.encode(state.optimizer()));
        Scalars scalars = new Scalars(
                state.step(),
                state.skipped(),
                state.unsettled(),
                state.plateau(),
                state.best(),
                state.weights(),
                state.bargaining().loss().values(),
                state.bargaining().flat().values());
        try {
            files.put(STATE, JSON.writeValueAsBytes(scalars));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return files;
    }

    static TrainingState read(Checkpoint checkpoint) {
        try {
            Scalars scalars = JSON.readValue(checkpoint.file(STATE), Scalars.class);
            return new TrainingState(
                    FloatBytes.decode(checkpoint.file(PARAMETERS)),
                    FloatBytes.decode(checkpoint.file(OPTIMIZER)),
                    new BargainingState(method(scalars.lossMethod()), method(scalars.flatMethod())),
                    scalars.weights(),
                    scalars.step(),
                    scalars.plateau(),
                    scalars.best(),
                    scalars.skipped(),
                    scalars.unsettled());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "the checkpoint of step " + checkpoint.step() + " is of another version", unreadable);
        }
    }

    private static MethodState method(Map<String, double[]> values) {
        MethodState state = MethodState.empty();
        for (Map.Entry<String, double[]> entry : values.entrySet()) {
            state = state.with(entry.getKey(), entry.getValue());
        }
        return state;
    }

    private record Scalars(
            long step,
            long skipped,
            long unsettled,
            PlateauState plateau,
            Best best,
            TaskWeights weights,
            Map<String, double[]> lossMethod,
            Map<String, double[]> flatMethod) {}
}
