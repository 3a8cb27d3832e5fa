package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plateau.report.Browser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports as a browser shows them. */
class ReportInBrowserTest {
    /** Of every figure, how many marks its chart has: what is drawn in another colour than text, axes and background. */
    private static final String MARKS =
            """
            Array.from(document.querySelectorAll('figure[data-chart]')).map(function (figure) {
              var quiet = ['none', 'transparent', '#1f2328', '#59636e', '#e1e5ea', '#ffffff', '#fff', '#000',
                '#e4e8ec', '#a0a9b2', '#353b42', '#14171b', '#23282e'];
              return Array.from(figure.querySelectorAll('svg path, svg rect, svg circle')).filter(function (mark) {
                var colours = [mark.getAttribute('stroke'), mark.getAttribute('fill')].filter(Boolean);
                var box = mark.getBBox();
                return box.width + box.height > 1 && colours.some(function (colour) {
                  return quiet.indexOf(colour.toLowerCase()) < 0;
                });
              }).length;
            })""";

    @TempDir
    static Path directory;

    private static Browser browser;
    private static Path one;
    private static Path several;

    @BeforeAll
    static void makeReports() throws Exception {
        assumeTrue(
                Browser.program().isPresent(),
                "SKIPPED: reports are not looked at in a browser, for there is none: install the package chromium");
        ReportRuns runs = new ReportRuns(directory);
        runs.train();
        one = report(directory.resolve("one.html"), runs.run("flat-2"));
        several =
                report(directory.resolve("several.html"), runs.run("flat-1"), runs.run("flat-2"), runs.run("plain-1"));
        browser = Browser.start();
    }

    @AfterAll
    static void end() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    private static Path report(Path file, Path... runs) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("report", "--output", file.toString()));
        for (Path run : runs) {
            arguments.add(run.toString());
        }
        StringWriter err = new StringWriter();
        assertThat(Main.run(
                        new PrintWriter(new StringWriter()), new PrintWriter(err), arguments.toArray(String[]::new)))
                .as(err.toString())
                .isZero();
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "one, 1200, false, false",
        "one, 390, true, true",
        "several, 1200, false, true",
        "several, 390, true, false",
        "several, 320, true, false"
    })
    void everyChartIsDrawnAndFits(String name, int width, boolean phone, boolean dark) throws Exception {
        Path page = name.equals("one") ? one : several;
        browser.device(width, 844, phone, dark);
        browser.open(page);
        int charts = ReportRuns.charts(page).path("charts").size();
        assertThat(charts).isGreaterThan(8);
        assertThat(browser.value("+document.documentElement.dataset.drawn").asInt())
                .isEqualTo(charts);
        JsonNode marks = browser.value(MARKS);
        assertThat(marks).hasSize(charts).allMatch(count -> count.asInt() > 0);
        assertThat(browser.value("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(browser.value("Math.max(...Array.from(document.querySelectorAll('figure, h1, p, .table, svg'))"
                                + ".map(e => e.getBoundingClientRect().right))")
                        .asDouble())
                .isLessThanOrEqualTo(width);
        String background =
                browser.value("getComputedStyle(document.body).backgroundColor").asText();
        assertThat(background).isEqualTo(dark ? "rgb(20, 23, 27)" : "rgb(255, 255, 255)");
        assertThat(browser.value("document.querySelector('svg text').getAttribute('fill') || "
                                + "document.querySelector('svg text').style.fill")
                        .asText())
                .isIn(dark ? List.of("#a0a9b2", "#e4e8ec") : List.of("#59636e", "#1f2328"));
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests())
                .as("the file itself, and nothing else")
                .allMatch(url -> url.equals(page.toUri().toString()) || url.startsWith("data:"));
    }

    @Test
    void itAnswersToItsControls() throws Exception {
        browser.device(1200, 844, false, false);
        browser.open(one);
        String axis = "Array.from(document.querySelectorAll('figure svg text')).some(t => t.textContent === 'seconds')";
        assertThat(browser.value(axis).asBoolean()).isFalse();
        browser.value("document.querySelectorAll('.axis-choice button')[1].click()");
        browser.until(axis);
        String cells = "document.querySelector('.frames').closest('figure').querySelector('svg').outerHTML";
        String before = browser.value(cells).asText();
        browser.value("(function () { var s = document.querySelector('.frames input'); s.value = 1;"
                + " s.dispatchEvent(new Event('input')); })()");
        assertThat(browser.value(cells).asText()).isNotEqualTo(before);
        assertThat(browser.value("document.querySelector('.frames output').textContent")
                        .asText())
                .startsWith("step");
        String log = "document.querySelector('figcaption button')";
        String pressed = browser.value(log + ".getAttribute('aria-pressed')").asText();
        browser.value(log + ".click()");
        browser.until(log + ".getAttribute('aria-pressed') !== '" + pressed + "'");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void namesStayNamesWhereverTheyAreShown() throws Exception {
        browser.device(1200, 844, false, false);
        browser.open(several);
        int figures =
                browser.value("document.querySelectorAll('figure').length").asInt();
        int shown = 0;
        for (int i = 0; i < figures; i++) {
            JsonNode box = browser.value("(function () { var f = document.querySelectorAll('figure .plot')[" + i
                    + "]; f.scrollIntoView({block: 'center'}); var b = f.getBoundingClientRect();"
                    + " return [b.x, b.y, b.width, b.height]; })()");
            for (double share : new double[] {0.3, 0.5, 0.7}) {
                browser.mouse(
                        "mouseMoved",
                        box.path(0).asDouble() + share * box.path(2).asDouble(),
                        box.path(1).asDouble() + 0.55 * box.path(3).asDouble());
            }
            Thread.sleep(30);
            shown += browser.value(
                            "document.body.textContent.includes('" + ReportRuns.VARIANT.substring(2, 10) + "') ? 1 : 0")
                    .asInt();
        }
        assertThat(shown).as("the name is there, as text").isEqualTo(figures);
        assertThat(browser.value("window.injected === undefined && document.querySelectorAll('img, body script')"
                                + ".length === 3")
                        .asBoolean())
                .as("no picture, no script but the three of the page")
                .isTrue();
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void itPrintsOnWhiteEvenFromTheDark() throws Exception {
        browser.device(1200, 844, false, true);
        browser.open(one);
        byte[] pdf = browser.pdf();
        assertThat(new String(pdf, 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        assertThat(pdf.length).isGreaterThan(50_000);
        // An A4 page between its margins.
        browser.device(718, 1000, false, true);
        browser.media("print", true);
        browser.value("window.dispatchEvent(new Event('beforeprint'))");
        assertThat(browser.value("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(browser.value("getComputedStyle(document.querySelector('nav')).display")
                        .asText())
                .isEqualTo("none");
        assertThat(browser.value("Math.max(...Array.from(document.querySelectorAll('figure svg'))"
                                + ".map(e => e.getBoundingClientRect().right))")
                        .asDouble())
                .isLessThanOrEqualTo(718);
        assertThat(browser.value("document.querySelector('svg').outerHTML").asText())
                .contains("#0072b2")
                .doesNotContain("#4da3e0");
        browser.value("window.dispatchEvent(new Event('afterprint'))");
        assertThat(browser.value("document.querySelector('svg').outerHTML").asText())
                .contains("#4da3e0");
        browser.media("", true);
        assertThat(browser.errors()).isEmpty();
        assertThat(Files.size(one)).isLessThan(5_000_000);
    }
}
