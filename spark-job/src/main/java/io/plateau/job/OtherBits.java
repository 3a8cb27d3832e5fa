package io.plateau.job;

/** A training that was made again came to other bits. */
final class OtherBits extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherBits(String message) {
        super(message);
    }
}
