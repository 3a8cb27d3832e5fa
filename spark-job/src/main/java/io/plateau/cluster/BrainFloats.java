package io.plateau.cluster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * bfloat16: the upper half of a float, with its range and 8 bits of precision (arXiv 1905.12322). Rounded to nearest, ties to even: the
 * relative error of a number is at most 2^-8.
 */
final class BrainFloats {

    private BrainFloats() {}

    /**
     * Rounds all values in place; NaN stays NaN, what exceeds the largest number becomes infinite.
     *
     * @return the sum of squares of what was lost
     */
    static double round(float[] values) {
        double lost = 0;
        for (int i = 0; i < values.length; i++) {
            float rounded = rounded(values[i]);
            double difference = (double) values[i] - rounded;
            lost += difference * difference;
            values[i] = rounded;
        }
        return lost;
    }

    /** The nearest number that its upper half alone gives. */
    static float rounded(float value) {
        if (Float.isNaN(value)) {
            return Float.NaN;
        }
        int bits = Float.floatToRawIntBits(value);
        int even = bits >>> 16 & 1;
        return Float.intBitsToFloat(bits + 0x7fff + even & 0xffff0000);
    }

    /** Two bytes per rounded value. */
    static byte[] encode(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Short.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
        }
        return bytes.array();
    }

    /** The values again. */
    static float[] decode(byte[] bytes) {
        ByteBuffer halves = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.length / Short.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(halves.getShort() << 16);
        }
        return values;
    }
}
