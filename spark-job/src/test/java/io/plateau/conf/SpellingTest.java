package io.plateau.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

    @Test
    void countsEdits() {
        assertThat(Spelling.distance("", "abc")).isEqualTo(3);
        assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Spelling.distance("epcohs", "epochs")).isEqualTo(1);
        assertThat(Spelling.distance("same", "same")).isZero();
    }

    @Test
    void offersOnlyWhatIsNear() {
        assertThat(Spelling.closest("epcohs", List.of("epochs", "shards"))).contains("epochs");
        assertThat(Spelling.closest("zzz", List.of("epochs", "shards"))).isEmpty();
        assertThat(Spelling.closest("x", List.of())).isEmpty();
    }
}
