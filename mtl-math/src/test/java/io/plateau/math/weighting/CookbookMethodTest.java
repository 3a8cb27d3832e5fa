package io.plateau.math.weighting;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.math.linalg.Gram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The method of one's own in spark-job/docs/cookbook.md keeps the contract, and is printed there as it is compiled. */
final class CookbookMethodTest extends WeightingContract {
    private static final Path ROOT = Path.of(System.getProperty("plateau.root", "."));

    CookbookMethodTest() {
        super(new UnitGradients(), UnitGradients.CARD.properties());
    }

    @Test
    void weighsByReciprocalNorms() {
        Gram gram = Gram.ofRows(new double[][] {{3, 4}, {0, 0}, {0, 2}});
        assertThat(Outcomes.weights(method.weigh(Statistics.of(gram), MethodState.empty())))
                .containsExactly(0.2, 0, 0.5);
    }

    @Test
    void thePageHasTheClass() throws IOException {
        String source =
                Files.readString(ROOT.resolve("mtl-math/src/test/java/io/plateau/math/weighting/UnitGradients.java"));
        assertThat(ROOT.resolve("spark-job/docs/cookbook.md"))
                .content()
                .contains("```java\n" + source.substring(source.indexOf("/**")) + "```");
    }
}
