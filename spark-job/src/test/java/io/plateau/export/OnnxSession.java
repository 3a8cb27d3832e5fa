package io.plateau.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/** An exported file at work in onnxruntime. */
final class OnnxSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();

    OnnxSession(byte[] file) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        session = environment.createSession(file, options);
    }

    OnnxSession with(String name, float[] values, long... shape) throws OrtException {
        return with(name, OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
    }

    OnnxSession with(String name, long[] values, long... shape) throws OrtException {
        return with(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
    }

    private OnnxSession with(String name, OnnxTensor tensor) {
        OnnxTensor old = inputs.put(name, tensor);
        if (old != null) {
            old.close();
        }
        return this;
    }

    /** All outputs by name, rows x columns. */
    Map<String, float[][]> run() throws OrtException {
        Map<String, float[][]> outputs = new HashMap<>();
        try (OrtSession.Result result = session.run(inputs)) {
            for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
                outputs.put(output.getKey(), (float[][]) output.getValue().getValue());
            }
        }
        return outputs;
    }

    /** What the file says about itself. */
    Map<String, String> metadata() throws OrtException {
        return session.getMetadata().getCustomMetadata();
    }

    @Override
    public void close() throws OrtException {
        inputs.values().forEach(OnnxTensor::close);
        session.close();
    }
}
