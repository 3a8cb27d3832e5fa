package io.plateau.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;

/**
 * One value given on the command line.
 *
 * @param option how the user gave it, for messages: {@code --set}, {@code --targets}
 * @param path key from the root: {@code training.epochs}
 * @param value text, number, boolean or a list of these
 */
public record Setting(String option, String path, Object value) {

    /**
     * Reads {@code key=value}.
     *
     * <p>The value is HOCON where it reads as such, so that numbers, lists and quoted text work; otherwise it is the
     * text itself, so that paths and addresses need no quotes.
     *
     * @throws ConfigProblem when there is no {@code =} or the key is not one
     */
    public static Setting parse(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text.trim() : text.substring(0, equals).trim();
        if (equals < 0 || key.isEmpty()) {
            throw new ConfigProblem("--set " + text + ": expected key=value, such as --set training.epochs=5");
        }
        return new Setting("--set", key, value(text.substring(equals + 1).trim()));
    }

    private static Object value(String text) {
        // Two slashes start a comment in HOCON; here they are part of an address.
        if (text.isEmpty() || text.contains("//") || text.contains("#")) {
            return text;
        }
        try {
            return ConfigFactory.parseString("value = " + text)
                    .getValue("value")
                    .unwrapped();
        } catch (ConfigException notHocon) {
            return text;
        }
    }

    Config toConfig() {
        try {
            ConfigValue nested = ConfigValueFactory.fromAnyRef(value, option);
            List<String> keys = ConfigUtil.splitPath(path);
            for (int i = keys.size() - 1; i >= 0; i--) {
                nested = ConfigValueFactory.fromMap(Map.of(keys.get(i), nested), option);
            }
            return ((ConfigObject) nested).toConfig();
        } catch (ConfigException.BadPath bad) {
            throw new ConfigProblem(option + " " + path + ": this is not a key");
        }
    }
}
