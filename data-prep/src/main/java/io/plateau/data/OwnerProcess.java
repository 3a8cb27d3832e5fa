package io.plateau.data;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A process that owns something on disk, so that a later one can tell whether it still runs. Process ids are used again: the time of
 * the start tells two processes with one id apart.
 *
 * @param host name of its machine
 * @param pid its process id
 * @param started when it started, in milliseconds since 1970; 0 when the operating system does not say
 */
public record OwnerProcess(String host, long pid, long started) {

    /**
     * The running process.
     *
     * @return this process
     */
    public static OwnerProcess self() {
        return of(ProcessHandle.current());
    }

    private static OwnerProcess of(ProcessHandle process) {
        long started = process.info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L);
        return new OwnerProcess(localHost(), process.pid(), started);
    }

    /**
     * Whether it ran on this machine.
     *
     * @return false for another machine, whose processes cannot be judged from here
     */
    public boolean isLocal() {
        return localHost().equals(host);
    }

    /**
     * Whether it certainly no longer runs.
     *
     * @return false when it runs, and for every process of another machine
     */
    public boolean isGone() {
        return isLocal()
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> of(process).started == started)
                        .isEmpty();
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
