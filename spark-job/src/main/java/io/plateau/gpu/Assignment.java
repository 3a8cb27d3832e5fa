package io.plateau.gpu;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;

/** Which card is this process's. */
final class Assignment {
    private static final String RESOURCE = "gpu";
    private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

    private Assignment() {}

    /** The addresses that Spark gave the process; none where it gave none. */
    static List<String> addresses(Map<String, ResourceInformation> resources) {
        ResourceInformation gpus = resources.get(RESOURCE);
        return gpus == null ? List.of() : List.of(gpus.addresses());
    }

    /** The one card of an executor: exactly the one that Spark assigned. */
    static Card ofExecutor(List<String> addresses, List<Card> cards) throws GpuProblem {
        if (addresses.isEmpty()) {
            throw new GpuProblem("Spark assigned no GPU: set spark.executor.resource.gpu.amount=1 and"
                    + " spark.executor.resource.gpu.discoveryScript (submit/discover-gpus); submit/yarn and submit/k8s do"
                    + " with PLATEAU_GPUS=1");
        }
        return only(addresses, cards);
    }

    /**
     * The card of a process that is driver and executor in one: the one that Spark assigned to the driver, the one of CUDA_VISIBLE_DEVICES,
     * or the only one there is.
     *
     * @param visible the value of CUDA_VISIBLE_DEVICES, null where it is not set
     */
    static Card ofLocal(List<String> addresses, String visible, List<Card> cards) throws GpuProblem {
        if (!addresses.isEmpty()) {
            return only(addresses, cards);
        }
        if (visible != null) {
            return only(
                    Arrays.stream(visible.split(","))
                            .map(String::strip)
                            .filter(s -> !s.isEmpty())
                            .toList(),
                    cards);
        }
        if (cards.size() > 1) {
            throw new GpuProblem(
                    "this machine has " + cards.size() + " GPUs and Spark assigned none of them: name one with "
                            + VISIBLE + "=0, or several processes would share the first");
        }
        return cards.get(0);
    }

    private static Card only(List<String> addresses, List<Card> cards) throws GpuProblem {
        if (addresses.size() != 1) {
            throw new GpuProblem("a process computes on one GPU and was given " + addresses.size() + " " + addresses
                    + ": set spark.executor.resource.gpu.amount=1 (PLATEAU_GPUS=1) and start more executors, or name one with "
                    + VISIBLE);
        }
        String address = addresses.get(0);
        return cards.stream()
                .filter(card -> card.isAt(address))
                .findFirst()
                .orElseThrow(() -> new GpuProblem("Spark assigned GPU " + address + ", and nvidia-smi sees only "
                        + cards.stream().map(Card::index).toList()
                        + ": the discovery script and this process must see the same cards"));
    }
}
