package io.plateau.report;

/** HTML that is put together; texts can neither open nor end an element or an attribute. Not thread-safe. */
final class HtmlText {
    private final StringBuilder text = new StringBuilder();

    /** Adds markup as it is: never with anything that a user has named in it. */
    HtmlText raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Adds text. */
    HtmlText text(String content) {
        for (int i = 0; i < content.length(); i++) {
            char letter = content.charAt(i);
            switch (letter) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                default -> text.append(letter);
            }
        }
        return this;
    }

    /** Adds an element with a text in it, and a line break. */
    HtmlText element(String name, String content) {
        return raw("<" + name + ">").text(content).raw("</" + name + ">\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
