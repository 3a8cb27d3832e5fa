package io.plateau.conf;

/**
 * Section {@code observe}. Changes no result.
 *
 * @param logEverySteps steps between two lines of JSON on standard output; 0: none
 * @param heartbeatSeconds seconds between two signs of life in the run's status; 0: none
 */
public record ObserveConfig(int logEverySteps, int heartbeatSeconds) {

    static ObserveConfig from(Section observe) {
        return new ObserveConfig(
                observe.whole("log-every-steps", 0, Integer.MAX_VALUE), observe.whole("heartbeat-seconds", 0, 86_400));
    }
}
