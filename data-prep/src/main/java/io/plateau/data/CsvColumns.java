package io.plateau.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which column of a table plays which part.
 *
 * @param names all columns
 * @param features indices of the feature columns, in the order of the file
 * @param categorical those of them that are expanded
 * @param targets per target the indices of its columns
 * @param group index of the group column, or -1
 */
record CsvColumns(
        List<String> names, List<Integer> features, Set<Integer> categorical, List<int[]> targets, int group) {

    /** Finds the columns that a source names, and every contradiction among them. */
    static CsvColumns of(CsvSource source, String groupColumn, List<String> names) {
        String file = Problems.show(source.file());
        Map<String, Integer> index = new HashMap<>();
        for (String name : names) {
            index.put(name, index.size());
        }
        if (source.targets().isEmpty()) {
            throw new DataProblem(file + ": no target column is named. Name at least one under targets.");
        }
        Map<Integer, String> roles = new HashMap<>();
        List<int[]> targets = new ArrayList<>();
        Set<String> tasks = new HashSet<>();
        for (Target target : source.targets()) {
            if (!tasks.add(target.name())) {
                throw new DataProblem(file + ": target '" + target.name() + "' is named twice. Name each target once.");
            }
            targets.add(target.columns().stream()
                    .mapToInt(column -> take(file, index, roles, column, "target"))
                    .toArray());
        }
        int group = groupColumn == null ? -1 : take(file, index, roles, groupColumn, "group");
        source.ignored().forEach(column -> take(file, index, roles, column, "ignored"));
        Set<Integer> categorical = new HashSet<>();
        source.categorical()
                .forEach(column -> categorical.add(take(file, index, roles, column, "categorical feature")));
        List<Integer> features = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!roles.containsKey(i) || categorical.contains(i)) {
                features.add(i);
            }
        }
        if (features.isEmpty()) {
            throw new DataProblem(
                    file + ": no feature column is left. Every column is a target, the group or ignored.");
        }
        return new CsvColumns(names, features, categorical, targets, group);
    }

    private static int take(
            String file, Map<String, Integer> index, Map<Integer, String> roles, String column, String role) {
        Integer found = index.get(column);
        if (found == null) {
            throw new DataProblem(file + ": there is no column '" + column + "' (named as " + role + "). "
                    + NearMatches.hint(column, index.keySet().stream().sorted().toList()));
        }
        String before = roles.putIfAbsent(found, role);
        if (before != null) {
            throw new DataProblem(file + ": column '" + column + "' is named as " + before
                    + (before.equals(role) ? " twice" : " and as " + role) + ". Give it one role.");
        }
        return found;
    }
}
