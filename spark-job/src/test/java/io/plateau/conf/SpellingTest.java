package io.plateau.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

    @Test
    void offersOnlyWhatIsNear() {
        assertThat(Spelling.closest("epcohs", List.of("epochs", "shards"))).contains("epochs");
        assertThat(Spelling.closest("tets", List.of("split", "test", "train"))).contains("test");
        assertThat(Spelling.closest("zzz", List.of("epochs", "shards"))).isEmpty();
        assertThat(Spelling.closest("x", List.of())).isEmpty();
    }
}
