package io.plateau.model.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that is aimed at one operand after another: BLAS calls come by the thousand and should leave no garbage. */
final class Cursor extends FloatPointer {

    Cursor() {
        super((Pointer) null);
    }

    /** Aims at one element; the buffer must stay reachable until the call is over. */
    Cursor at(Buffer buffer, long element) {
        address = FloatBlock.of(buffer).address(element);
        return this;
    }
}
