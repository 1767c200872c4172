import Testing

@testable import TodoServer

@Suite struct HTMLTests {
    @Test func whatIsPutInIsEscaped() {
        let text = #"<b class="x">'&'</b>"#
        let html: HTML = "<p title=\"\(text)\">\(text)</p>"
        let escaped = "&lt;b class=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;"
        #expect(html.text == "<p title=\"\(escaped)\">\(escaped)</p>")
    }

    @Test func htmlWithinHTMLStaysAsItIs() {
        let items: [HTML] = ["<li>1</li>", "<li>2</li>"]
        let list: HTML = "<ul>\(items)</ul>\(HTML.when(false, "<hr>"))\(HTML.when(true, "<br>"))"
        #expect(list.text == "<ul><li>1</li><li>2</li></ul><br>")
    }

    @Test(
        arguments: [
            ("plain & simple", "plain &amp; simple"),
            ("`true` or `<`", "<code>true</code> or <code>&lt;</code>"),
            ("", ""),
        ]
    )
    func backticksSetOffCode(prose: String, html: String) {
        #expect(HTML(prose: prose).text == html)
    }
}
