package mesh.cli.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Columns of text for people, as wide as their widest cell; numbers to the right.
public final class Table {
    private static final String GAP = "  ";
    private static final String NUMBER = "-|[0-9][0-9,.]*( ?(%|ms|s|/s))?";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headers) {
        rows.add(List.of(headers));
    }

    /// @param cells as many as there are headers; null is shown as a dash
    public Table row(Object... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    "expected %d cells, got %d".formatted(rows.getFirst().size(), cells.length));
        }
        rows.add(Arrays.stream(cells).map(Table::cell).toList());
        return this;
    }

    /// Whether it has nothing but its headers.
    public boolean isEmpty() {
        return rows.size() == 1;
    }

    /// The lines, with no blanks at their ends.
    public List<String> lines() {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        var numeric = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            numeric[column] = rows.size() > 1;
            for (int row = 0; row < rows.size(); row++) {
                String cell = rows.get(row).get(column);
                widths[column] = Math.max(widths[column], length(cell));
                numeric[column] &= row == 0 || cell.matches(NUMBER);
            }
        }
        return rows.stream().map(row -> line(row, widths, numeric)).toList();
    }

    private static String line(List<String> row, int[] widths, boolean[] numeric) {
        var line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - length(cell));
            line.append(column == 0 ? "" : GAP)
                    .append(numeric[column] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static String cell(Object value) {
        return value == null || value.toString().isEmpty() ? "-" : Text.plain(value.toString());
    }
}
