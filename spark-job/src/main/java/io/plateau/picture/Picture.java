package io.plateau.picture;

import java.awt.Graphics2D;

/** Something that can be painted, in units of length that come to a pixel each on an ordinary screen. */
public interface Picture {

    /** Width in units of length, at least 1. */
    int width();

    /** Height in units of length, at least 1. */
    int height();

    /** One line on what it shows, for the file. */
    String description();

    /** Paints on {@link #width()} x {@link #height()}, every unit of it. */
    void paint(Graphics2D canvas);
}
