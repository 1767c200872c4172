/// What makes the console of the page work: the only script there is, and without it the page is all there but the console.
///
/// It puts text into elements that the page has, or makes of its own, and never reads markup from an answer.
enum ConsoleScript {
    static let text = elements + request + answer + sending + events
}

extension ConsoleScript {
    private static let elements = #"""
        const element = id => document.getElementById(id);
        const form = element("console-form");
        const token = element("console-token");
        const choice = element("console-operation");
        const send = element("console-send");
        const cancel = element("console-cancel");
        const command = element("console-command");
        const copied = element("console-copied");
        const about = element("console-about");
        const told = element("console-told");
        const outcome = element("console-outcome");
        const meaning = element("console-meaning");
        const head = element("console-head");
        const body = element("console-body");

        """#

    private static let events = #"""
        function tryOut(event) {
          event.preventDefault();
          choose(event.currentTarget.dataset.operation);
          location.hash = "console";
          element("console").scrollIntoView();
          const isMissing = operation().dataset.protected !== undefined && !secret();
          (isMissing ? token : operation().querySelector("[data-place]") ?? send).focus();
        }

        form.addEventListener("input", showCommand);
        choice.addEventListener("change", () => choose(choice.value));
        cancel.addEventListener("click", () => underWay?.abort("Cancelled."));
        form.addEventListener("submit", event => {
          event.preventDefault();
          perform();
        });
        form.addEventListener("keydown", event => {
          if (event.key === "Escape") underWay?.abort("Cancelled.");
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          form.requestSubmit();
        });
        element("console-copy").addEventListener("click", async () => {
          try {
            await navigator.clipboard.writeText(command.textContent);
            copied.textContent = "Copied";
          } catch {
            // Browsers give the clipboard to secure origins alone.
            getSelection().selectAllChildren(command);
            copied.textContent = "Selected, to be copied";
          }
        });
        for (const button of form.querySelectorAll("[data-example]")) {
          button.addEventListener("click", () => {
            operation().querySelector('[data-place="body"]').value = button.dataset.example;
            showCommand();
          });
        }
        for (const link of document.querySelectorAll("a[data-operation]")) {
          link.addEventListener("click", tryOut);
          link.hidden = false;
        }
        choose("createTask");
        element("console-fallback").hidden = true;
        form.hidden = false;

        """#
}
