package io.plateau.gpu;

/**
 * A card of this machine, as nvidia-smi describes it.
 *
 * @param index its number in the order of the bus, by which Spark's addresses name it
 * @param uuid its name that no other card has
 * @param name its model
 * @param capability what machine code it runs
 * @param memory bytes
 */
public record Card(int index, String uuid, String name, Capability capability, long memory) {

    /** Whether an address that Spark assigned, or an entry of CUDA_VISIBLE_DEVICES, means this card. */
    boolean isAt(String address) {
        return address.equals(Integer.toString(index)) || address.equals(uuid);
    }

    /** What messages call it. */
    String describe() {
        return "GPU " + index + " (" + name + ", compute capability " + capability + ")";
    }
}
