package io.plateau.report;

import java.util.List;

/** The visible part of a page. */
final class HtmlBody {

    private HtmlBody() {}

    static void write(Report report, HtmlText page) {
        page.raw("<header>\n")
                .element("h1", report.title())
                .raw("<p>")
                .text(report.made())
                .raw("</p>\n<nav>\n");
        for (int i = 0; i < report.sections().size(); i++) {
            page.raw("<a href=\"#section-" + i + "\">")
                    .text(report.sections().get(i).title())
                    .raw("</a>\n");
        }
        page.raw(
                        "</nav>\n</header>\n<main>\n<noscript><p class=\"note\">The charts need JavaScript; the tables do not.")
                .raw("</p></noscript>\n");
        int chart = 0;
        for (int i = 0; i < report.sections().size(); i++) {
            Section section = report.sections().get(i);
            page.raw("<section id=\"section-" + i + "\">\n").element("h2", section.title());
            if (!section.text().isEmpty()) {
                page.element("p", section.text());
            }
            section.tables().forEach(table -> table(table, page));
            page.raw("<div class=\"charts\">\n");
            for (Chart one : section.charts()) {
                figure(one, chart++, page);
            }
            page.raw("</div>\n");
            for (String note : section.notes()) {
                page.raw("<p class=\"note\">").text(note).raw("</p>\n");
            }
            page.raw("</section>\n");
        }
        page.raw("</main>\n");
    }

    private static void figure(Chart chart, int index, HtmlText page) {
        boolean small = chart instanceof ScatterChart || (chart instanceof CurveChart curves && curves.small());
        boolean half = chart instanceof HeatChart;
        page.raw("<figure class=\"chart" + (small ? " small" : half ? " half" : "") + "\" data-chart=\"" + index
                        + "\">\n")
                .raw("<figcaption><span>")
                .text(chart.title())
                .raw("</span></figcaption>\n<div class=\"plot\" role=\"img\" aria-label=\"")
                .text(chart.title())
                .raw("\"></div>\n</figure>\n");
    }

    private static void table(Table table, HtmlText page) {
        page.raw("<div class=\"table\">\n");
        if (!table.title().isEmpty()) {
            page.element("h3", table.title());
        }
        page.raw("<div class=\"scroll\" tabindex=\"0\"><table" + (table.words() ? " class=\"words\"" : "")
                + ">\n<thead><tr>");
        table.header().forEach(name -> page.raw("<th scope=\"col\">").text(name).raw("</th>"));
        page.raw("</tr></thead>\n<tbody>\n");
        for (List<Table.Cell> row : table.rows()) {
            page.raw("<tr>");
            for (int i = 0; i < row.size(); i++) {
                Table.Cell cell = row.get(i);
                String open = i == 0 ? "<th scope=\"row\">" : cell.best() ? "<td class=\"best\">" : "<td>";
                page.raw(open).text(cell.text()).raw(i == 0 ? "</th>" : "</td>");
            }
            page.raw("</tr>\n");
        }
        page.raw("</tbody>\n</table></div>\n");
        if (!table.caption().isEmpty()) {
            page.raw("<p class=\"caption\">").text(table.caption()).raw("</p>\n");
        }
        page.raw("</div>\n");
    }
}
