package io.plateau.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.checkpoint.Checkpoint;
import io.plateau.data.DataProblem;
import io.plateau.math.aggregate.BargainingState;
import io.plateau.math.weighting.MethodState;
import io.plateau.model.FloatBytes;
import io.plateau.sharpness.SharpnessMemory;
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
    private static final String LOSS_ROWS = "loss-rows.bin";
    private static final String FLAT_ROWS = "flat-rows.bin";
    private static final String SHARPNESS = "sharpness-";
    private static final String BINARY = ".bin";
    private static final String STATE = "state.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private StateFiles() {}

    static Map<String, byte[]> write(TrainingState state) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        vectors(state).forEach((name, vector) -> files.put(name, FloatBytes.encode(vector)));
        files.put(STATE, scalars(state));
        return files;
    }

    /** All of a state but its {@link #vectors}. */
    static byte[] scalars(TrainingState state) {
        Scalars scalars = new Scalars(
                state.step(),
                state.skipped(),
                state.unsettled(),
                state.plateau(),
                state.best(),
                state.weights(),
                state.bargaining().loss().values(),
                state.bargaining().flat().values(),
                state.sharpness().values().values());
        try {
            return JSON.writeValueAsBytes(scalars);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * The state of a checkpoint.
     *
     * @throws DataProblem when its files, whole as they are, hold none
     */
    static TrainingState read(Checkpoint checkpoint) {
        try {
            Map<String, float[]> vectors = new LinkedHashMap<>();
            for (String file : checkpoint.files().keySet()) {
                if (file.endsWith(BINARY)) {
                    vectors.put(file, FloatBytes.decode(checkpoint.file(file)));
                }
            }
            return of(vectors, checkpoint.file(STATE));
        } catch (UncheckedIOException | IllegalArgumentException unreadable) {
            throw new DataProblem(
                    "the checkpoint of step " + checkpoint.step()
                            + " holds no state of this version: start a new run, or delete that checkpoint to go on from the one before",
                    unreadable);
        }
    }

    /**
     * The state of its parts.
     *
     * @param vectors as {@link #vectors} gives them; now the state's own
     * @param rest as {@link #scalars} gives it
     * @throws UncheckedIOException if the rest was written by another version
     */
    static TrainingState of(Map<String, float[]> vectors, byte[] rest) {
        try {
            Scalars scalars = JSON.readValue(rest, Scalars.class);
            return new TrainingState(
                    vectors.get(PARAMETERS),
                    vectors.get(OPTIMIZER),
                    new BargainingState(method(scalars.lossMethod()), method(scalars.flatMethod())),
                    new RowMemory(
                            vectors.getOrDefault(LOSS_ROWS, new float[0]),
                            vectors.getOrDefault(FLAT_ROWS, new float[0])),
                    new SharpnessMemory(method(scalars.sharpness()), sharpness(vectors)),
                    scalars.weights(),
                    scalars.step(),
                    scalars.plateau(),
                    scalars.best(),
                    scalars.skipped(),
                    scalars.unsettled());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** All vectors of a state by file; memory that a run does not need has none. */
    static Map<String, float[]> vectors(TrainingState state) {
        Map<String, float[]> vectors = new LinkedHashMap<>();
        vectors.put(LOSS_ROWS, state.rowMemory().loss());
        vectors.put(FLAT_ROWS, state.rowMemory().flat());
        state.sharpness().vectors().forEach((name, vector) -> vectors.put(SHARPNESS + name + BINARY, vector));
        vectors.values().removeIf(vector -> vector.length == 0);
        Map<String, float[]> all = new LinkedHashMap<>();
        all.put(PARAMETERS, state.parameters());
        all.put(OPTIMIZER, state.optimizer());
        all.putAll(vectors);
        return all;
    }

    private static Map<String, float[]> sharpness(Map<String, float[]> all) {
        Map<String, float[]> vectors = new LinkedHashMap<>();
        all.forEach((file, vector) -> {
            if (file.startsWith(SHARPNESS)) {
                vectors.put(file.substring(SHARPNESS.length(), file.length() - BINARY.length()), vector);
            }
        });
        return vectors;
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
            Map<String, double[]> flatMethod,
            Map<String, double[]> sharpness) {}
}
