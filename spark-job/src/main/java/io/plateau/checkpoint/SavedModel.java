package io.plateau.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plateau.model.FloatBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A trained model as files: {@code model.json}, {@code parameters.bin} (float32, little endian), {@code dataset.json}, where the user
 * brought the network its file as {@code network}, and the model's card, {@code card.json} and {@code card.md}, sealed by a manifest.
 */
public final class SavedModel {

    private static final String MODEL = "model.json";
    private static final String PARAMETERS = "parameters.bin";
    private static final String DATASET = "dataset.json";
    private static final String CARD = "card.json";
    private static final String PAGE = "card.md";
    private static final String NETWORK = "network";

    private final Map<String, Object> description;
    private final float[] parameters;
    private final String dataset;
    private final Map<String, Object> card;
    private final String page;
    private final Optional<byte[]> network;

    /**
     * A model in memory.
     *
     * @param description how the model is built and was trained; plain values
     * @param parameters the flat parameter vector [shared | head 1 | ... | head K]; not copied
     * @param dataset content of the dataset's {@code dataset.json}: scaling, task names, units
     */
    public SavedModel(Map<String, Object> description, float[] parameters, String dataset) {
        this(description, parameters, dataset, Map.of(), "", Optional.empty());
    }

    private SavedModel(
            Map<String, Object> description,
            float[] parameters,
            String dataset,
            Map<String, Object> card,
            String page,
            Optional<byte[]> network) {
        this.description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
        this.parameters = parameters;
        this.dataset = dataset;
        this.card = Collections.unmodifiableMap(new LinkedHashMap<>(card));
        this.page = page;
        this.network = network;
    }

    /** The same model with the file of a network that the user brought; empty: its network is one of this program. */
    public SavedModel withNetwork(Optional<byte[]> file) {
        return new SavedModel(description, parameters, dataset, card, page, file);
    }

    /**
     * The same model with a card.
     *
     * @param newCard what its users and whoever makes it again have to know; plain values
     * @param newPage the same for people, in Markdown
     */
    public SavedModel withCard(Map<String, Object> newCard, String newPage) {
        return new SavedModel(description, parameters, dataset, newCard, newPage, network);
    }

    /** How the model is built and was trained. */
    public Map<String, Object> description() {
        return description;
    }

    /** The flat parameter vector, not a copy. */
    public float[] parameters() {
        return parameters;
    }

    /** The file of a network that the user brought, not a copy. */
    public Optional<byte[]> network() {
        return network;
    }

    /** Content of {@code dataset.json}. */
    public String dataset() {
        return dataset;
    }

    /** The card; empty for a model without one. */
    public Map<String, Object> card() {
        return card;
    }

    /**
     * Writes the model, replacing an older one in that directory. One that differs in nothing but its card stays as it is: a champion
     * may point at it.
     *
     * @throws StorageProblem when it cannot be written
     */
    public void write(Path directory, Configuration hadoop) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(MODEL, Json.bytes(description));
        files.put(PARAMETERS, FloatBytes.encode(parameters));
        files.put(DATASET, dataset.getBytes(StandardCharsets.UTF_8));
        if (!card.isEmpty()) {
            files.put(CARD, Json.bytes(card));
            files.put(PAGE, page.getBytes(StandardCharsets.UTF_8));
        }
        network.ifPresent(file -> files.put(NETWORK, file));
        Storage storage = Storage.of(directory, hadoop);
        try {
            SealedDirectory.write(storage, storage.qualify(directory), files, Set.of(CARD, PAGE));
        } catch (IOException failure) {
            throw StorageProblem.of("the model " + Storage.show(storage.qualify(directory)), failure);
        }
    }

    /**
     * Reads and verifies a model.
     *
     * @param directory a model directory, a run directory that has one, or the directory of a champion
     * @throws CorruptFiles when there is no whole model in it
     */
    public static SavedModel read(Path directory, Configuration hadoop) throws IOException {
        Storage storage = Storage.of(directory, hadoop);
        Path given = storage.qualify(directory);
        Path nested = new Path(given, RunDirectory.MODEL);
        boolean itself = storage.exists(new Path(given, Manifest.FILE));
        boolean run = !itself && storage.exists(new Path(nested, Manifest.FILE));
        Optional<Champion> champion =
                itself || run ? Optional.empty() : new ChampionDirectory(storage, given).current();
        Path model = run ? nested : champion.map(Champion::model).orElse(given);
        if (!storage.exists(model)) {
            throw new CorruptFiles("there is no model at " + Storage.show(directory)
                    + ": name a run directory, the model directory in it, or the directory of a champion");
        }
        Map<String, byte[]> files = whole(storage, model);
        if (champion.isPresent()
                && !champion.get().sha256().equals(Manifest.of(files).digest())) {
            throw new CorruptFiles(Storage.show(model) + " is not the model that was published as generation "
                    + champion.get().generation() + ": restore it, or delete that generation's file in "
                    + Storage.show(given) + " to go back to the champion before it");
        }
        for (String name : new String[] {MODEL, PARAMETERS, DATASET}) {
            if (!files.containsKey(name)) {
                throw new CorruptFiles(Storage.show(model) + " holds no " + name + ": it is not a model");
            }
        }
        try {
            SavedModel read = new SavedModel(
                            Json.object(files.get(MODEL)),
                            FloatBytes.decode(files.get(PARAMETERS)),
                            new String(files.get(DATASET), StandardCharsets.UTF_8))
                    .withNetwork(Optional.ofNullable(files.get(NETWORK)));
            return files.containsKey(CARD)
                    ? read.withCard(
                            Json.object(files.get(CARD)),
                            new String(files.getOrDefault(PAGE, new byte[0]), StandardCharsets.UTF_8))
                    : read;
        } catch (JsonProcessingException | IllegalArgumentException flaw) {
            throw new CorruptFiles(Storage.show(model) + " is not a model: " + MODEL + ", " + PARAMETERS + " or " + CARD
                    + " holds something else");
        }
    }

    private static Map<String, byte[]> whole(Storage storage, Path model) throws IOException {
        try {
            return SealedDirectory.read(storage, model);
        } catch (CorruptFiles flaw) {
            throw new CorruptFiles(
                    "no whole model: " + flaw.getMessage() + ". Copy it anew, or finish its run with --resume auto");
        }
    }
}
