package io.plateau.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource({
        "s3a://key:pass@bucket/runs, s3a://***@bucket/runs",
        "cannot read ftp://me:a/b@c:d@host:21/x: refused, cannot read ftp://***@host:21/x: refused",
        "sftp://:pass@host/x, sftp://***@host/x",
        "wasbs://container@account/x, wasbs://container@account/x",
        "hdfs://me@node:8020/x, hdfs://me@node:8020/x",
        "http://host:4040/jobs, http://host:4040/jobs",
        "mail to a:b@c, mail to a:b@c"
    })
    void loginsOfAddressesAreHidden(String text, String shown) {
        assertThat(Redaction.of(text)).isEqualTo(shown);
    }

    @Test
    void aPasswordThatWasSeenIsHiddenWhereverItStands() {
        Redaction.learn("ftp://reader:seen-before-1@host/x");
        assertThat(Redaction.of("login of reader with seen-before-1 failed"))
                .isEqualTo("login of reader with *** failed");
    }

    @Test
    void valuesOfPropertiesWhoseNamesSayItAreHidden() {
        System.setProperty("spark.hadoop.fs.s3a.secret.key", "abcd+1234/efgh");
        System.setProperty("plateau.token.short", "steps");
        try {
            assertThat(Redaction.of("signed with abcd+1234/efgh, 7 steps")).isEqualTo("signed with ***, 7 steps");
        } finally {
            System.clearProperty("spark.hadoop.fs.s3a.secret.key");
            System.clearProperty("plateau.token.short");
        }
    }

    @Test
    void argumentsThatSetASecretAreHidden() {
        assertThat(Redaction.ofArguments(List.of(
                        "--set", "a.accessKey=x y", "--db-password=p", "training.epochs=3", "dataset.tasks=[token]")))
                .containsExactly(
                        "--set", "a.accessKey=***", "--db-password=***", "training.epochs=3", "dataset.tasks=[token]");
    }
}
