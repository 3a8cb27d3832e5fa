package io.plateau.job;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Tag;

/** On HDFS: one name node and two data nodes in this process. */
@Tag("slow")
class HdfsStorageTest extends StorageContract {
    private MiniDFSCluster cluster;

    @Override
    Map<String, String> open() throws IOException {
        Configuration hadoop = new Configuration(false);
        hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("dfs").toString());
        cluster = new MiniDFSCluster.Builder(hadoop).numDataNodes(2).build();
        cluster.waitActive();
        return Map.of("dfs.replication", "2");
    }

    @Override
    String root() {
        return cluster.getURI().toString();
    }

    @Override
    void shut() {
        cluster.shutdown(true);
    }
}
