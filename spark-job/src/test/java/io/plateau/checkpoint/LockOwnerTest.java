package io.plateau.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.data.OwnerProcess;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockOwnerTest {
    private static final OwnerProcess ELSEWHERE = new OwnerProcess("elsewhere", 7, 1);
    private static final OwnerProcess THIRD = new OwnerProcess("a third host", 7, 2);

    @ParameterizedTest
    @CsvSource({
        "container_e17_1410901177871_0001_02_000001, application_1410901177871_0001",
        "container_1410901177871_0023_01_000005, application_1410901177871_0023",
        "container_of_something_else, ''",
        "'', ''"
    })
    void yarnNamesTheApplicationInTheContainer(String container, String job) {
        assertThat(LockOwner.job(Map.of("CONTAINER_ID", container))).isEqualTo(job);
    }

    @Test
    void theVariableComesFirst() {
        assertThat(LockOwner.job(Map.of(
                        LockOwner.JOB_VARIABLE, "nightly", "CONTAINER_ID", "container_1410901177871_0023_01_000005")))
                .isEqualTo("nightly");
        assertThat(LockOwner.job(Map.of())).isEmpty();
    }

    @Test
    void aLaterAttemptOfTheSameJobTakesOverFromAnotherHost() {
        LockOwner first = LockOwner.parse(new LockOwner(ELSEWHERE, "then", "nightly").json());
        assertThat(first.yieldsTo(new LockOwner(THIRD, "now", "nightly"))).isTrue();
        assertThat(first.yieldsTo(new LockOwner(THIRD, "now", "weekly"))).isFalse();
        assertThat(first.yieldsTo(new LockOwner(ELSEWHERE, "now", "nightly")))
                .as("one process that opens a run twice")
                .isFalse();
    }

    @Test
    void twoProcessesWithoutAJobAreNotOneJob() {
        assertThat(new LockOwner(ELSEWHERE, "then", "").yieldsTo(new LockOwner(THIRD, "now", "")))
                .isFalse();
    }

    @Test
    void aProcessThatIsSeenToLiveKeepsItsLock() {
        LockOwner living = LockOwner.selfFor("nightly");
        assertThat(living.yieldsTo(new LockOwner(ELSEWHERE, "now", "nightly"))).isFalse();
        OwnerProcess self = living.process();
        LockOwner gone = new LockOwner(new OwnerProcess(self.host(), self.pid(), self.started() - 1), "then", "");
        assertThat(gone.yieldsTo(living)).as("another process had that id").isTrue();
    }
}
