package io.plateau.predict;

import io.plateau.data.Dataset;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** A part of the rows to predict, which one task reads; it holds a place and no rows, because it travels to an executor. */
interface InputPart extends Serializable {

    /** Opens it before its first row. */
    TileSource open(Dataset dataset, Configuration hadoop);
}
