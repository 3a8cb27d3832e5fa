package io.plateau.predict;

import io.plateau.data.CsvReader;
import io.plateau.data.CsvRow;
import io.plateau.data.Dataset;
import io.plateau.data.RowEncoder;
import io.plateau.data.UnseenCategories;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.DataTypes;

/** The rows of a text table, numbered from 1; columns that are passed on are text. */
final class CsvTiles implements TileSource {
    private final CsvReader reader;
    private final RowEncoder encoder;
    private final UnseenCategories unseen = new UnseenCategories();
    private final int[] keep;
    private final WritableColumnVector[] kept;
    private long rows;

    CsvTiles(Dataset dataset, Path table, List<String> keep, Configuration hadoop) {
        reader = CsvReader.open(table, dataset.format(), hadoop);
        encoder = RowEncoder.of(dataset, reader.columns(), table.toString());
        this.keep = keep.stream().mapToInt(reader.columns()::indexOf).toArray();
        kept = new WritableColumnVector[this.keep.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new OnHeapColumnVector(InputTile.ROWS, DataTypes.StringType);
        }
    }

    @Override
    public InputTile newTile() {
        InputTile tile = new InputTile(InputTile.ROWS, encoder.width(), kept.length);
        System.arraycopy(kept, 0, tile.kept(), 0, kept.length);
        return tile;
    }

    @Override
    public boolean next(InputTile tile) {
        for (WritableColumnVector column : kept) {
            column.reset();
        }
        tile.numberFrom(rows + 1);
        int count = 0;
        while (count < tile.capacity() && reader.hasNext()) {
            CsvRow row = reader.next();
            System.arraycopy(encoder.encode(row, unseen), 0, tile.x(), count * encoder.width(), encoder.width());
            for (int i = 0; i < kept.length; i++) {
                kept[i].putByteArray(count, row.cell(keep[i]).getBytes(StandardCharsets.UTF_8));
            }
            count++;
        }
        rows += count;
        tile.holds(count);
        return count > 0;
    }

    @Override
    public UnseenCategories unseen() {
        return unseen;
    }

    @Override
    public long leftOut() {
        return 0;
    }

    @Override
    public void close() {
        reader.close();
        for (WritableColumnVector column : kept) {
            column.close();
        }
    }
}
