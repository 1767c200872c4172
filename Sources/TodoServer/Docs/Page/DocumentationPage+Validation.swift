import TodoCore
import TodoJSON

extension DocumentationPage {
    static func validation(_ description: APIDescription) -> HTML {
        """
        <section id="validation">
        <h2>Validation</h2>
        <div class="columns">
        <div>
        <p>Input that breaks a rule is answered with <a href="#error-ValidationError">422</a>. All faults of a request are \
        reported at once, so a form can show every one of them after a single try. Nothing was changed then.</p>
        <dl class="fields">
        <div><dt><code>title</code></dt><dd>White space at both ends is removed, then 1 to \(TaskTitle.maximumLength) \
        characters must remain. Characters are Unicode code points: <code>[...title].length</code> in JavaScript, not \
        <code>title.length</code>.</dd></div>
        <div><dt><code>description</code></dt><dd>A string or <code>null</code>, kept to the letter, of any length that \
        fits into a body of \(description.bodyLimit).</dd></div>
        <div><dt><code>completed</code></dt><dd><code>true</code> or <code>false</code>. In the query also \
        <code>1</code> and <code>0</code>, in any case.</dd></div>
        <div><dt><code>id</code> <span>in the path</span></dt><dd>A decimal integer, or it is a 422. One that no task can \
        have, such as 0, is a 404.</dd></div>
        <div><dt><span>Types</span></dt><dd>Nothing is converted: <code>"true"</code> is no boolean, <code>1</code> is no \
        string.</dd></div>
        <div><dt><span>U+0000</span></dt><dd>Refused in any text, since the database cannot store it.</dd></div>
        </dl>
        </div>
        <div class="samples">
        \(sample("Response 422", refusal(TaskExamples.updateFaults).indentedText))
        </div>
        </div>
        </section>
        """
    }
}
