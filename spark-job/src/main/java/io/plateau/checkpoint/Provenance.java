package io.plateau.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** What made a run: versions, machine, command line. Enough to run it again. */
public final class Provenance {

    private static final String UNKNOWN = "unknown";
    private static final String CPU_LABEL = "model name";

    private Provenance() {}

    /**
     * Facts about this process, in a fixed order. What cannot be found out is {@code "unknown"}.
     *
     * @param commandLine the arguments of the program; {@link Redaction secrets} in them do not show
     */
    public static Map<String, Object> ofThisProcess(List<String> commandLine) {
        Map<String, Object> facts = software();
        facts.put("host", host());
        facts.put("heapMiB", Runtime.getRuntime().maxMemory() >> 20);
        facts.put("started", Instant.now().toString());
        facts.put("commandLine", Redaction.ofArguments(commandLine));
        return facts;
    }

    /** Versions, processor and operating system: what the bits of a result may hang on. Nothing in it names a machine or a person. */
    public static Map<String, Object> software() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("plateau", plateauVersion());
        facts.put("commit", System.getProperty("plateau.commit", UNKNOWN));
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("spark", artifactVersion("org.apache.spark", "spark-core_2.12"));
        facts.put("nd4j", artifactVersion("org.nd4j", "nd4j-api"));
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("cpu", cpu());
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        return facts;
    }

    /** Version of this program, as its build wrote it. */
    public static String plateauVersion() {
        return property("/io/plateau/checkpoint/plateau.properties", "version");
    }

    private static String artifactVersion(String group, String artifact) {
        return property("/META-INF/maven/" + group + "/" + artifact + "/pom.properties", "version");
    }

    private static String property(String resource, String key) {
        try (InputStream in = Provenance.class.getResourceAsStream(resource)) {
            if (in == null) {
                return UNKNOWN;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty(key, UNKNOWN);
        } catch (IOException unreadable) {
            return UNKNOWN;
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return UNKNOWN;
        }
    }

    private static String cpu() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith(CPU_LABEL))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }
}
