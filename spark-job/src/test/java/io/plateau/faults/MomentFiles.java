package io.plateau.faults;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * How executors tell the test that a moment has come, and the test tells them that it is over: files in a directory.
 *
 * @param directory of one run
 */
record MomentFiles(Path directory) {

    /** Whether the caller is the first in all processes to see this moment. */
    boolean claim(int moment) throws IOException {
        try {
            Files.createFile(file(moment, "claimed"));
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    boolean isClaimed(int moment) {
        return Files.exists(file(moment, "claimed"));
    }

    /** Leaves who is there, and how many pieces of a broadcast have arrived. */
    void arrived(int moment, int pieces) throws IOException {
        Path whole = file(moment, "arrived");
        Path unfinished = file(moment, "unfinished");
        Files.writeString(unfinished, ProcessHandle.current().pid() + " " + pieces);
        Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
    }

    boolean hasArrived(int moment) {
        return Files.exists(file(moment, "arrived"));
    }

    /** The process in which the moment has come. */
    ProcessHandle process(int moment) throws IOException {
        long pid = Long.parseLong(Files.readString(file(moment, "arrived")).split(" ")[0]);
        return ProcessHandle.of(pid).orElseThrow();
    }

    int pieces(int moment) throws IOException {
        return Integer.parseInt(Files.readString(file(moment, "arrived")).split(" ")[1]);
    }

    void over(int moment) throws IOException {
        Files.createFile(file(moment, "over"));
    }

    boolean isOver(int moment) {
        return Files.exists(file(moment, "over"));
    }

    /** Leaves what has become of a task on a slow executor. */
    void slowTask(String fate) throws IOException {
        Files.writeString(slowTasks(), fate + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What has become of the tasks on slow executors. */
    List<String> fates() throws IOException {
        return Files.readAllLines(slowTasks());
    }

    private Path slowTasks() {
        return directory.resolve("slow-tasks");
    }

    private Path file(int moment, String what) {
        return directory.resolve("moment-" + moment + "-" + what);
    }
}
