// What is shown of an answer.
extension ConsoleScript {
    static let answer = #"""
        const mostShown = 200_000;

        function clear(title) {
          told.textContent = title;
          for (const part of [outcome, meaning, head, body]) part.replaceChildren();
        }

        function add(parent, tag, text, properties) {
          const child = Object.assign(document.createElement(tag), { textContent: text, ...properties });
          parent.append(child);
          return child;
        }

        function show(response, text, duration) {
          outcome.replaceChildren();
          add(outcome, "strong", `${response.status} ${response.statusText}`, { className: response.ok ? "success" : "failure" });
          add(outcome, "span", `in ${Math.round(duration)} ms`);
          explain(text);
          head.textContent = Array.from(response.headers, ([name, value]) => `${name}: ${value}`).join("\n");
          const shown = indented(text);
          body.textContent = shown.slice(0, mostShown);
          if (text === "") add(outcome, "span", "no body");
          if (shown.length > mostShown) add(outcome, "span", `the first ${mostShown} of ${shown.length} characters`);
        }

        // A number is shown as it came: an id may be greater than a number of JavaScript can tell exactly.
        function indented(text) {
          const exact = (key, value, context) =>
            typeof value === "number" && context?.source && JSON.rawJSON ? JSON.rawJSON(context.source) : value;
          try {
            return JSON.stringify(JSON.parse(text, exact), null, 2);
          } catch {
            return text;
          }
        }

        // What is wrong with which field, and what the catalogue of errors on this page says of it.
        function explain(text) {
          let error;
          try {
            ({ error } = JSON.parse(text));
          } catch {}
          if (!error?.code) return;
          for (const [field, sentence] of Object.entries(error.details ?? {})) {
            add(add(meaning, "dt", ""), "code", field);
            add(meaning, "dd", sentence);
          }
          const message = [...document.querySelectorAll("#errors td li")].find(item => item.textContent === error.message);
          const row = message?.closest("tr");
          for (const label of row ? ["Cause", "Remedy"] : []) {
            add(meaning, "dt", label);
            add(meaning, "dd", row.querySelector(`[data-label="${label}"]`).textContent);
          }
          if (row) add(add(meaning, "dd", ""), "a", `All about ${error.code}`, { href: `#${row.closest("tbody").id}` });
        }

        function rememberTask(response) {
          const id = response.status === 201 && response.headers.get("Location")?.split("/").pop();
          if (!id) return;
          for (const input of form.querySelectorAll('[data-place="path"]')) input.value = id;
        }

        """#
}
