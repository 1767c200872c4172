// What is sent, and as which command; and the sending, which has a deadline and can be cancelled.
extension ConsoleScript {
    static let request = #"""
        const operation = () => form.querySelector("fieldset:enabled");
        const secret = () => token.value.trim().replace(/^Bearer\s+/i, "");

        function choose(id) {
          choice.value = id;
          about.href = `#${id}`;
          for (const fieldset of form.querySelectorAll("fieldset")) {
            fieldset.hidden = fieldset.disabled = fieldset.dataset.operation !== id;
          }
          showCommand();
        }

        function request() {
          const { method, path, mediaType, protected: isProtected } = operation().dataset;
          const request = { method, headers: [], body: undefined };
          let target = path;
          const query = new URLSearchParams();
          if (isProtected !== undefined && secret()) request.headers.push(["Authorization", `Bearer ${secret()}`]);
          for (const { name, value, dataset: { place } } of operation().querySelectorAll("[data-place]")) {
            if (place === "path") target = target.replace(`{${name}}`, () => encodeURIComponent(value.trim()));
            if (value.trim() === "") continue;
            if (place === "query") query.append(name, value);
            if (place === "header") request.headers.push([name, value]);
            if (place === "body") request.body = value;
          }
          if (request.body !== undefined) request.headers.push(["Content-Type", mediaType]);
          request.url = new URL(target + (query.size ? `?${query}` : ""), location.origin);
          return request;
        }

        function quoted(text) {
          return `'${text.replaceAll("'", String.raw`'\''`)}'`;
        }

        // The token stays out of it, so that it can be passed on.
        function curl({ method, url, headers, body }) {
          const parts = [`curl -i ${quoted(url.href)}`];
          if (method !== (body === undefined ? "GET" : "POST")) parts.push(`-X ${method}`);
          for (const [name, value] of headers) {
            parts.push(name === "Authorization" ? '-H "Authorization: Bearer $TOKEN"' : `-H ${quoted(`${name}: ${value}`)}`);
          }
          if (body !== undefined) parts.push(`--data-raw ${quoted(body)}`);
          return parts.join(" \\\n  ");
        }

        function showCommand() {
          command.textContent = curl(request());
          copied.textContent = "";
        }

        """#

    static let sending = #"""
        const deadline = 30_000;
        let underWay;

        function begin() {
          underWay = new AbortController();
          const timer = setTimeout(() => underWay.abort(`No answer within ${deadline / 1000} seconds.`), deadline);
          form.setAttribute("aria-busy", "true");
          cancel.hidden = false;
          return { signal: underWay.signal, timer };
        }

        function end(timer) {
          clearTimeout(timer);
          underWay = undefined;
          form.removeAttribute("aria-busy");
          if (document.activeElement === cancel) send.focus();
          cancel.hidden = true;
        }

        async function perform() {
          if (underWay) return;
          const { url, ...options } = request();
          clear(`Answer to ${options.method} ${url.pathname}${url.search}`);
          try {
            new Headers(options.headers);
          } catch {
            outcome.textContent = "Not sent: the token or a header holds a character that no header may hold.";
            return;
          }
          const { signal, timer } = begin();
          outcome.textContent = "Sending…";
          const start = performance.now();
          let response, text;
          try {
            response = await fetch(url, { ...options, signal, cache: "no-store", credentials: "omit" });
            text = await response.text();
          } catch {
            const reason = signal.aborted ? signal.reason : "No answer: the service cannot be reached, or the connection broke off.";
            outcome.textContent = options.method === "GET" ? reason : `${reason} A change may or may not have been made.`;
            return;
          } finally {
            end(timer);
          }
          show(response, text, performance.now() - start);
          rememberTask(response);
          outcome.scrollIntoView({ block: "nearest" });
        }

        """#
}
