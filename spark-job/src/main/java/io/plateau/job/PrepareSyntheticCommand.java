package io.plateau.job;

import io.plateau.conf.Setting;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plateau prepare synthetic}. */
@Command(
        name = "synthetic",
        description = {
            "Makes regression tasks that share a structure and differ in scale:",
            "y_k = sigma_k tanh((B + eps_k) x), arXiv 1711.02257, section 4."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local prepare synthetic --output data/toy",
            "  submit/local prepare synthetic --rows 4000 --inputs 100 --outputs 10 --sigma 1,100 --output data/two"
        })
final class PrepareSyntheticCommand implements Runnable {

    @Mixin
    private OutputOptions output;

    @Option(names = "--rows", paramLabel = "N", description = "Rows (default: 10000).")
    private String rows;

    @Option(names = "--inputs", paramLabel = "N", description = "Length of x (default: 250).")
    private String inputs;

    @Option(names = "--outputs", paramLabel = "N", description = "Length of each y_k (default: 100).")
    private String outputs;

    @Option(names = "--tasks", paramLabel = "K", description = "Number of tasks (default: 10, or that of the sigmas).")
    private String tasks;

    @Option(
            names = "--sigma",
            paramLabel = "SCALE",
            split = ",",
            description = "Scale of each task (default: from 1 to 100, even in the logarithm).")
    private List<String> sigma;

    @Option(names = "--seed", paramLabel = "SEED", description = "Seed of everything (default: 1).")
    private String seed;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        String synthetic = "dataset.source.synthetic.";
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting("prepare synthetic", "dataset.source.kind", "synthetic"));
        OutputOptions.add(settings, "--rows", synthetic + "rows", rows);
        OutputOptions.add(settings, "--inputs", synthetic + "inputs", inputs);
        OutputOptions.add(settings, "--outputs", synthetic + "outputs", outputs);
        OutputOptions.add(settings, "--sigma", synthetic + "sigma", sigma);
        if (sigma != null && tasks == null) {
            settings.add(new Setting("--sigma", synthetic + "tasks", sigma.size()));
        }
        OutputOptions.add(settings, "--tasks", synthetic + "tasks", tasks);
        OutputOptions.add(settings, "--seed", synthetic + "noise-seed", seed);
        output.prepare(settings, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}
