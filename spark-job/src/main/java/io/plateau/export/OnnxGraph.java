package io.plateau.export;

import io.plateau.conf.ConfigProblem;
import io.plateau.model.FloatBytes;
import io.plateau.model.ParameterView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * An ONNX graph under construction: every value has a name, and operations take and give names. What is made first comes first, so the
 * nodes are in an order in which they can be computed. Operators are those of the standard's version {@value #OPERATORS}. Not
 * thread-safe.
 */
final class OnnxGraph {

    /** Of 2020, and what every reader in use knows. */
    private static final int OPERATORS = 13;

    /** Version of the file format that came with these operators. */
    private static final int FILE_FORMAT = 7;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("plateau");
    private final Set<String> names = new HashSet<>();

    /** Types of elements. */
    enum Element {
        FLOAT(TensorProto.DataType.FLOAT),
        DOUBLE(TensorProto.DataType.DOUBLE),
        INT64(TensorProto.DataType.INT64);

        private final TensorProto.DataType type;

        Element(TensorProto.DataType type) {
            this.type = type;
        }

        int number() {
            return type.getNumber();
        }
    }

    /**
     * An input of the graph.
     *
     * @param about one sentence for whoever reads the file
     * @param shape numbers, and names of dimensions whose size each call chooses
     */
    String input(String name, Element element, String about, Object... shape) {
        graph.addInput(value(name, element, about, shape));
        return taken(name);
    }

    /** An output of the graph: a float value that was computed, under a name of its own. */
    void output(String name, String value, String about, Object... shape) {
        if (names.contains(name)) {
            throw new ConfigProblem(
                    "task '" + name + "' has the name of an input or a parameter of the ONNX graph, which"
                            + " needs distinct names: export to safetensors, or train with another name for the task");
        }
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName("Identity_" + name)
                .addInput(value)
                .addOutput(taken(name)));
        graph.addOutput(value(name, Element.FLOAT, about, shape));
    }

    /** A part of the flat parameter vector as a constant under its own name. */
    String parameter(ParameterView view, float[] vector) {
        float[] values = Arrays.copyOfRange(vector, view.offset(), view.offset() + view.length());
        long[] shape = Arrays.stream(view.shape()).asLongStream().toArray();
        return constant(view.name(), Element.FLOAT, FloatBytes.encode(values), shape);
    }

    /** A constant of floats. */
    String floats(String name, float[] values, long... shape) {
        return constant(name, Element.FLOAT, FloatBytes.encode(values), shape);
    }

    /** A constant of doubles. */
    String doubles(String name, double[] values, long... shape) {
        byte[] bytes = new byte[values.length * Double.BYTES];
        little(bytes).asDoubleBuffer().put(values);
        return constant(name, Element.DOUBLE, bytes, shape);
    }

    /** A constant vector of whole numbers, such as axes and shapes. */
    String longs(String name, long... values) {
        byte[] bytes = new byte[values.length * Long.BYTES];
        little(bytes).asLongBuffer().put(values);
        return constant(name, Element.INT64, bytes, values.length);
    }

    /** A constant number without dimensions. */
    String number(String name, float value) {
        return floats(name, new float[] {value});
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String constant(String name, Element element, byte[] bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(element.number())
                .setRawData(ByteString.copyFrom(bytes));
        Arrays.stream(shape).forEach(tensor::addDims);
        graph.addInitializer(tensor);
        return taken(name);
    }

    private String taken(String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("the graph has a value '" + name + "' already");
        }
        return name;
    }

    /** The result of an operation without attributes. */
    String node(String operator, String... inputs) {
        return operation(operator, inputs).result();
    }

    /** An operation that is to be given attributes. */
    Operation operation(String operator, String... inputs) {
        return new Operation(operator, inputs);
    }

    /** An operation under construction. */
    final class Operation {
        private final NodeProto.Builder node;

        private Operation(String operator, String... inputs) {
            node = NodeProto.newBuilder()
                    .setOpType(operator)
                    .setName(operator + "_" + graph.getNodeCount())
                    .addAllInput(List.of(inputs));
        }

        /** Sets a whole number. */
        Operation with(String attribute, long value) {
            node.addAttribute(AttributeProto.newBuilder()
                    .setName(attribute)
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(value));
            return this;
        }

        /** Sets a list of whole numbers. */
        Operation withAll(String attribute, long... values) {
            AttributeProto.Builder list =
                    AttributeProto.newBuilder().setName(attribute).setType(AttributeProto.AttributeType.INTS);
            Arrays.stream(values).forEach(list::addInts);
            node.addAttribute(list);
            return this;
        }

        /** Adds the operation; the name of what it gives. */
        String result() {
            return results(1).get(0);
        }

        /** Adds an operation that gives several values. */
        List<String> results(int count) {
            List<String> results = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                results.add(taken(count == 1 ? node.getName() : node.getName() + "." + i));
            }
            graph.addNode(node.addAllOutput(results));
            return results;
        }
    }

    /** The graph as a file. */
    byte[] encode(String about, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(FILE_FORMAT)
                .setProducerName("plateau")
                .setProducerVersion(metadata.getOrDefault("plateau-version", ""))
                .setDocString(about)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private static ValueInfoProto value(String name, Element element, String about, Object... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (Object size : shape) {
            if (size instanceof Integer number) {
                dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(number));
            } else {
                dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(size.toString()));
            }
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(element.number())
                .setShape(dimensions)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setDocString(about)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
