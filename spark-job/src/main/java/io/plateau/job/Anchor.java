package io.plateau.job;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A class that tells that a library is there. The properties that Maven leaves in a jar alone do not: jars that hold a renamed copy of
 * a library, such as Hadoop's, still have them.
 *
 * @param artifact as in Maven
 * @param type resource name of the class
 * @param properties resource name of Maven's properties
 */
record Anchor(String artifact, String type, String properties) {
    private static final Pattern FILE_VERSION = Pattern.compile("-(\\d[^/]*?)\\.jar$");
    private static final String UNKNOWN = "an unknown version";

    /**
     * One place of a library.
     *
     * @param version as the jar says, else as its name says
     * @param jar path of the file, or of the directory
     */
    record Found(String artifact, String version, String jar) {

        /** The version with so many of its parts. */
        String shortened(int parts) {
            return Arrays.stream(version.split("\\.")).limit(parts).collect(Collectors.joining("."));
        }

        String describe() {
            return artifact + " " + version + " in " + jar;
        }
    }

    static Anchor of(String group, String artifact, String type) {
        return new Anchor(artifact, type + ".class", "META-INF/maven/" + group + "/" + artifact + "/pom.properties");
    }

    /** Every place of it, the first one first. */
    List<Found> find(ClassLoader loader) {
        Map<String, Found> found = new LinkedHashMap<>();
        for (URL url : ClassPathCheck.places(loader, type)) {
            found.computeIfAbsent(jar(url), jar -> new Found(artifact, version(url, jar), jar));
        }
        return List.copyOf(found.values());
    }

    private String version(URL url, String jar) {
        String root = url.toString().substring(0, url.toString().length() - type.length());
        try {
            URLConnection connection = new URL(root + properties).openConnection();
            // A cached jar would stay open in this process for good.
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                Properties facts = new Properties();
                facts.load(in);
                return facts.getProperty("version", UNKNOWN);
            }
        } catch (IOException without) {
            Matcher name = FILE_VERSION.matcher(jar);
            return name.find() ? name.group(1) : UNKNOWN;
        }
    }

    /** The file or directory that a resource lies in. */
    static String jar(URL url) {
        String path = url.getPath();
        int inside = path.indexOf("!/");
        return (inside < 0 ? path : path.substring(0, inside)).replaceFirst("^file:", "");
    }
}
