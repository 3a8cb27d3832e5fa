package io.plateau.report;

import java.util.List;

/**
 * Points beside the diagonal on which x = y.
 *
 * @param title what stands above it
 * @param xName what lies along
 * @param yName what lies upward
 * @param joined whether a line joins the points of a cloud
 * @param clouds the points, by the run that they belong to
 */
public record ScatterChart(String title, String xName, String yName, boolean joined, List<Cloud> clouds)
        implements Chart {

    /** Copies the list. */
    public ScatterChart {
        clouds = List.copyOf(clouds);
    }

    @Override
    public boolean hasMarks() {
        return clouds.stream().anyMatch(cloud -> cloud.x().length > 0);
    }

    /**
     * Some points.
     *
     * @param name what the legend calls them
     * @param x finite values
     * @param y finite values, as many
     * @param counts how many samples each point stands for, by which it is larger; empty where it is one
     */
    public record Cloud(String name, double[] x, double[] y, double[] counts) {}
}
