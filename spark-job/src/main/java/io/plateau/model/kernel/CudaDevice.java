package io.plateau.model.kernel;

import com.sun.jna.Function;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pins the ND4J of this process to one CUDA device, and limits what it takes. Of nd4j-cuda this names only what it calls, so that a
 * build without it needs nothing of it.
 */
public final class CudaDevice {
    private static final String ENVIRONMENT = "org.nd4j.jita.conf.CudaEnvironment";
    private static final String BACK_END = "org.nd4j.linalg.jcublas.JCublasBackend";

    private CudaDevice() {}

    /** Whether nd4j-cuda is on the class path; nothing of it is loaded. */
    public static boolean isOnClassPath() {
        String file = ENVIRONMENT.replace('.', '/') + ".class";
        return CudaDevice.class.getClassLoader().getResource(file) != null;
    }

    /**
     * Leaves the process one device, and starts ND4J on it. Must come before the first use of ND4J: the driver reads the environment when
     * it is loaded. By its UUID, because CUDA counts devices in another order than nvidia-smi.
     *
     * @param uuid the device's
     * @param deviceBytes of the device's memory for arrays at most
     * @param hostBytes of pinned memory beside the Java heap at most
     * @throws IllegalStateException when ND4J does not start on it, with the reason
     */
    public static void pin(String uuid, long deviceBytes, long hostBytes) {
        setenv("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        setenv("CUDA_VISIBLE_DEVICES", uuid);
        String chosen = start(deviceBytes, hostBytes);
        if (!chosen.equals(BACK_END)) {
            throw new IllegalStateException("ND4J took " + chosen
                    + " instead of CUDA, which it does where the driver's libcuda.so.1 or CUDA's libraries are not found: its log"
                    + " says which");
        }
        // Configuration.setMaximumDeviceAllocation does nothing in 1.0.0-M2.1; these are counted at every allocation.
        Nd4j.getEnvironment().setMaxSpecialMemory(deviceBytes);
        Nd4j.getEnvironment().setMaxPrimaryMemory(hostBytes);
    }

    /** The back end that ND4J chose. */
    private static String start(long deviceBytes, long hostBytes) {
        try {
            Object configuration = configuration();
            call(configuration, "useDevices", int[].class, new int[1]);
            call(configuration, "allowMultiGPU", boolean.class, false);
            // Freed blocks that are kept for reuse count too.
            call(configuration, "setMaximumDeviceCache", long.class, deviceBytes / 2);
            call(configuration, "setMaximumHostCache", long.class, hostBytes / 2);
            return Nd4j.getBackend().getClass().getName();
        } catch (ReflectiveOperationException | LinkageError | RuntimeException unusable) {
            throw failure(unusable);
        }
    }

    /** Leaves the process no device: ND4J, should anything use it here, takes the processor. Must come before its first use. */
    public static void hideAll() {
        setenv("CUDA_VISIBLE_DEVICES", "");
    }

    private static Object configuration() throws ReflectiveOperationException {
        Class<?> environment = Class.forName(ENVIRONMENT);
        Object instance = environment.getMethod("getInstance").invoke(null);
        return environment.getMethod("getConfiguration").invoke(instance);
    }

    private static void call(Object target, String method, Class<?> type, Object argument)
            throws ReflectiveOperationException {
        target.getClass().getMethod(method, type).invoke(target, argument);
    }

    private static IllegalStateException failure(Throwable unusable) {
        Throwable root = unusable;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String reason = root instanceof ClassNotFoundException
                ? "this build holds no CUDA back end: build with mvn -Pcuda"
                : "ND4J's CUDA back end does not start (" + root
                        + "): the NVIDIA driver (libcuda.so.1) and CUDA's libraries must be where the loader finds them";
        return new IllegalStateException(reason, unusable);
    }

    /** Java's view of the environment is a copy; the driver asks the C library. */
    private static void setenv(String name, String value) {
        int code = Function.getFunction("c", "setenv").invokeInt(new Object[] {name, value, 1});
        if (code != 0) {
            throw new IllegalStateException("the environment takes no " + name);
        }
    }
}
