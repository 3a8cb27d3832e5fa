package io.plateau.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentTest {
    @Test
    void datesBeginAtMidnightAndTimesHaveAZone() {
        assertThat(Moment.parse("2026-01-31")).contains(Instant.parse("2026-01-31T00:00:00Z"));
        assertThat(Moment.parse("2026-01-31T23:59:59Z")).contains(Instant.parse("2026-01-31T23:59:59Z"));
        assertThat(Moment.parse("2026-01-31T01:00:00+02:00")).contains(Instant.parse("2026-01-30T23:00:00Z"));
        assertThat(Moment.parse("2026-01-31T01:00:00")).isEmpty();
        assertThat(Moment.parse("2026-02-30")).isEmpty();
        assertThat(Moment.parse("")).isEmpty();
    }
}
