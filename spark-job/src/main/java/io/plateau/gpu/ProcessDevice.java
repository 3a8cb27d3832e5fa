package io.plateau.gpu;

import io.plateau.conf.ConfigProblem;
import io.plateau.conf.GpuConfig;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.CudaDevice;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Nd4jKernels;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process computes on, decided once, by {@link GpuPlugin}, before the first task. A static field because the kernels are made
 * deep inside tasks, which know nothing but their process.
 */
public final class ProcessDevice {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessDevice.class);

    private static volatile Supplier<Kernels> kernels = () -> {
        throw new ConfigProblem(
                "gpu.enabled = true, but the plugin that prepares the GPU did not run in this process: leave "
                        + GpuPlugin.class.getName() + " in spark.plugins");
    };

    private ProcessDevice() {}

    /**
     * Kernels on the device of this process.
     *
     * @throws ConfigProblem when there is none and {@code gpu.fallback = fail}
     */
    public static Kernels kernels() {
        return kernels.get();
    }

    /** For a process without a card of its own, such as the driver: ND4J, which updates parameters there, must not take one either. */
    static void useProcessor() {
        CudaDevice.hideAll();
        kernels = BlasKernels::new;
    }

    /** Finds the card, checks it, pins ND4J to it, or does what the configuration says instead. */
    static void prepare(CardSource source, GpuConfig config, String process) {
        try {
            Card card = source.find();
            CudaArtifact.ofThisBuild().requireRunsOn(card);
            long forArrays = (long) (card.memory() * config.memoryFraction());
            CudaDevice.pin(card.uuid(), forArrays, config.hostMemory() * (1L << 20));
            LOG.info("{} computes on {}, {} MiB for arrays", process, card.describe(), forArrays >> 20);
            kernels = Nd4jKernels::new;
        } catch (GpuProblem | IllegalStateException problem) {
            refuse(process + ": " + problem.getMessage(), config);
        }
    }

    private static void refuse(String problem, GpuConfig config) {
        if (config.fallback() == GpuConfig.Fallback.CPU) {
            LOG.warn("{}. It computes on the processor (gpu.fallback = cpu)", problem);
            useProcessor();
            return;
        }
        LOG.error(problem);
        kernels = () -> {
            throw new ConfigProblem(problem + "; gpu.fallback = cpu computes on the processor instead");
        };
    }

    /** Finds the card of a process. */
    interface CardSource {
        Card find() throws GpuProblem;
    }
}
