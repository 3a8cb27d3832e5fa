package io.plateau.submit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * YARN with one node in a process of its own: writes the cluster's configuration into the directory that is its argument, and ends
 * when its standard input does, so that it does not outlive its test.
 */
public final class MiniYarn {
    private MiniYarn() {}

    /** Starts it. */
    public static void main(String[] args) throws IOException {
        YarnConfiguration conf = new YarnConfiguration();
        conf.set("fs.defaultFS", "file:///");
        conf.set("yarn.scheduler.capacity.root.queues", "default");
        conf.set("yarn.scheduler.capacity.root.default.capacity", "100");
        conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
        conf.setInt("yarn.scheduler.minimum-allocation-mb", 256);
        conf.setInt("yarn.scheduler.maximum-allocation-mb", 4096);
        conf.setInt("yarn.minicluster.yarn.nodemanager.resource.memory-mb", 8192);
        conf.setInt("yarn.nodemanager.resource.cpu-vcores", 8);
        conf.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
        conf.setBoolean("yarn.nodemanager.disk-health-checker.enable", false);
        conf.setBoolean("yarn.minicluster.fixed.ports", false);
        conf.set("yarn.resourcemanager.hostname", "127.0.0.1");
        conf.set("yarn.nodemanager.hostname", "127.0.0.1");
        conf.set("yarn.application.classpath", "");
        MiniYARNCluster cluster = new MiniYARNCluster("plateau", 1, 1, 1);
        cluster.init(conf);
        cluster.start();
        Path directory = Path.of(args[0]);
        write(cluster.getConfig(), directory.resolve("yarn-site.xml"));
        write(cluster.getConfig(), directory.resolve("core-site.xml"));
        Files.createFile(directory.resolve("ready"));
        while (System.in.read() >= 0) {
            // Nothing is said; the end is what counts.
        }
        Runtime.getRuntime().halt(0);
    }

    private static void write(Configuration conf, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            conf.writeXml(out);
        }
    }
}
