package io.plateau.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes secrets out of what a run says and writes. Secret are
 *
 * <ul>
 *   <li>the login of an address, {@code scheme://user:password@place}: also its password alone, once the address was {@link #learn seen},
 *   <li>the value of an environment variable or Java property whose name says that it is one (secret, password, token, access key,
 *       credential), wherever it occurs, from eight characters on,
 *   <li>on a command line, what follows such a name and {@code =}.
 * </ul>
 */
public final class Redaction {
    private static final String HIDDEN = "***";
    private static final int SHORTEST = 8;
    private static final String NAMES = "(?i:secret|passw(?:or)?d|token|access[._-]?key|credential)";
    private static final Pattern NAME = Pattern.compile(NAMES);

    /** Up to the last @: whoever did not encode one in a password is protected too. */
    private static final Pattern LOGIN = Pattern.compile("://[^\\s\"'/:@]*:([^\\s\"']*)@");

    private static final Pattern SETTING = Pattern.compile("([\\w.-]*" + NAMES + "[\\w.-]*=).+", Pattern.DOTALL);
    private static final Set<String> LEARNT = ConcurrentHashMap.newKeySet();

    private Redaction() {}

    /** Remembers the passwords of all addresses in a text, to be hidden also where they stand alone. */
    public static void learn(String text) {
        LOGIN.matcher(text)
                .results()
                .map(login -> login.group(1))
                .filter(Redaction::isLong)
                .forEach(LEARNT::add);
    }

    /** A text without secrets. */
    public static String of(String text) {
        String shown = LOGIN.matcher(text).replaceAll("://" + HIDDEN + "@");
        for (String secret : secrets().toList()) {
            shown = shown.replace(secret, HIDDEN);
        }
        return shown;
    }

    /** The arguments of a program without secrets. */
    static List<String> ofArguments(List<String> arguments) {
        return arguments.stream()
                .map(argument -> of(SETTING.matcher(argument).replaceAll("$1" + HIDDEN)))
                .toList();
    }

    private static Stream<String> secrets() {
        Stream<Map.Entry<?, ?>> properties =
                System.getProperties().entrySet().stream().map(entry -> entry);
        Stream<Map.Entry<?, ?>> variables = System.getenv().entrySet().stream().map(entry -> entry);
        Stream<String> named = Stream.concat(properties, variables)
                .filter(entry -> NAME.matcher(String.valueOf(entry.getKey())).find())
                .map(entry -> String.valueOf(entry.getValue()));
        return Stream.concat(named, LEARNT.stream()).filter(Redaction::isLong);
    }

    private static boolean isLong(String secret) {
        return secret.length() >= SHORTEST;
    }
}
