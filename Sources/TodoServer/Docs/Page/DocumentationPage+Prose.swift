import TodoCore
import TodoJSON

extension DocumentationPage {
    static let introduction: HTML = """
        <header class="masthead">
        <h1>Todo API</h1>
        <p class="lead">Tasks over HTTP and JSON. Each user sees their own tasks and no others; \
        a token says who the user is.</p>
        <p class="address"><span>Base address</span> <code>\(address)</code> \
        <a href="/openapi.json">OpenAPI 3.1</a></p>
        </header>
        <section id="start">
        <h2>Get started</h2>
        <div class="columns">
        <div>
        <p>Every command on this page works when pasted into a shell in which <code>TOKEN</code> holds a token. \
        <code>scripts/run</code> prints one; where you have the service’s secret, <code>todoctl</code> makes one for any \
        user.</p>
        <p>Commands about one task take its id from <code>ID</code>. The second command creates a task and keeps its id.</p>
        <p>For a typed client, feed <a href="/openapi.json"><code>/openapi.json</code></a> to a generator such as \
        <code>openapi-typescript</code>.</p>
        </div>
        <div class="samples">
        \(sample(
            "Shell",
            """
            export TOKEN=$(todoctl token issue --user alice)

            export ID=$(curl -sS "\(address)/api/tasks" \\
              -H "Authorization: Bearer $TOKEN" \\
              -H "Content-Type: application/json" \\
              -d '{"title":"Buy milk"}' \\
              | sed 's/.*"id":\\([0-9]*\\).*/\\1/')

            curl -sS "\(address)/api/tasks/$ID" \\
              -H "Authorization: Bearer $TOKEN"
            """
        ))
        \(sample(
            "TypeScript",
            """
            const api = "\(address)";
            const response = await fetch(`${api}/api/tasks`, {
              headers: { Authorization: `Bearer ${token}` },
            });
            const body = await response.json();
            if (!response.ok) throw new Error(body.error.message);
            for (const task of body.tasks) console.log(task.title);
            """
        ))
        </div>
        </div>
        </section>
        """

    static let authentication: HTML = """
        <section id="authentication">
        <h2>Authentication</h2>
        <div class="columns">
        <div>
        <p>Every request for tasks carries a JSON Web Token in the header <code>Authorization</code>. \
        The scheme <code>Bearer</code> may be in any case. The paths under <a href="#service">Service</a> need no token.</p>
        <dl class="fields">
        <div><dt><span>Signature</span></dt><dd>HS256, with the secret that this service and your frontend share as \
        <code>BETTER_AUTH_SECRET</code>; or EdDSA, ES256, ES384, ES512, RS256 to RS512 or PS256 to PS512, with a key that the \
        issuer publishes and the header names as <code>kid</code> (Better Auth’s JWT plugin does). \
        Which of the two, or both, is a setting of the service.</dd></div>
        <div><dt><code>exp</code> <em>required</em></dt><dd>When the token expires, in seconds since 1970. \
        Clocks may be 60 seconds apart.</dd></div>
        <div><dt><code>sub</code> <span>or</span> <code>user_id</code> <em>required</em></dt><dd>The user’s id, \
        1 to \(UserID.maximumLength) characters. Where both are there, they must agree.</dd></div>
        <div><dt><code>nbf</code> <code>iat</code></dt><dd>Where present, they must not be in the future.</dd></div>
        <div><dt><code>iss</code> <code>aud</code></dt><dd>Checked where the service is set up with \
        <code>JWT_ISSUER</code> and <code>JWT_AUDIENCE</code>; in tokens of Better Auth’s JWT plugin, \
        both are its origin.</dd></div>
        </dl>
        <p>A request that fails here is answered with <a href="#error-Unauthorized">401</a>, and its message says why. \
        Get a fresh token on <code>Token has expired</code>; send the user to the sign-in on any other.</p>
        </div>
        <div class="samples">
        \(sample("Header", "Authorization: Bearer eyJhbGciOiJIUzI1NiIs…"))
        \(sample("Claims", (["sub": "alice", "iat": 1_771_322_400, "exp": 1_771_323_300] as JSONValue).indentedText))
        </div>
        </div>
        </section>
        """

    static func conventions(_ description: APIDescription) -> HTML {
        """
        <section id="conventions">
        <h2>Conventions</h2>
        <dl class="fields wide">
        <div><dt><span>Bodies</span></dt><dd>JSON in UTF-8 with names in snake_case, at most \
        \(description.bodyLimit). A request without <code>Content-Type</code> counts as JSON. \
        Unknown fields and unknown query parameters are ignored.</dd></div>
        <div><dt><span>Times</span></dt><dd>RFC 3339 in UTC with milliseconds: \
        <code>2026-02-17T10:00:00.000Z</code>.</dd></div>
        <div><dt><span>Paths</span></dt><dd>A trailing slash is the same path. <code>HEAD</code> works wherever \
        <code>GET</code> does. Another method than a path has is answered with <a href="#error-MethodNotAllowed">405</a> \
        and <code>Allow</code>.</dd></div>
        <div><dt><span>Other users’ tasks</span></dt><dd>They do not exist for you: \
        <a href="#error-TaskNotFound">404</a>, never 403.</dd></div>
        <div><dt><span>Order of checks</span></dt><dd>Path and method (404, 405), token (401), size and media type of the \
        body (413, 415), its syntax (400), its fields (422), the task itself (404), its version (412).</dd></div>
        <div><dt><span>Pages</span></dt><dd>A list comes whole. With <code>limit</code> it comes by pages, and <code>Link</code> \
        names the next one; without <code>Link</code> it is the last. Follow it as it is: it keeps what else was asked for, \
        and its place holds whatever is created or deleted meanwhile. <code>Prefer: count=exact</code> adds \
        <code>X-Total-Count</code>.</dd></div>
        <div><dt><code>ETag</code></dt><dd>Names the version of a task. Send it as <code>If-None-Match</code> to read only what \
        has changed, as <code>If-Match</code> to change only what you have seen: else the answer is \
        <a href="#error-PreconditionFailed">412</a>, and nothing was changed.</dd></div>
        <div><dt><code>Idempotency-Key</code></dt><dd>Makes a change safe to repeat, whatever became of the answer: under the \
        same key the same request is done once and answered alike for \(IdempotentRequest.lifetimeInHours) hours, with \
        <code>Idempotency-Replayed: true</code>. One that is still under way is answered with <a href="#error-Conflict">409</a>, \
        another request under the key with <a href="#error-IdempotencyKeyReused">422</a>. Only success is kept; a request that was refused may be corrected and sent \
        under its key again.</dd></div>
        <div><dt><code>X-Request-Id</code></dt><dd>Comes with every response and names it in the service’s log. \
        Send your own, 1 to 128 of <code>A-Z a-z 0-9 . _ -</code>, and it is kept.</dd></div>
        <div><dt><span>Caching</span></dt><dd>Tasks are <code>private, no-cache</code>: \
        no proxy may share them, no browser may reuse them unasked.</dd></div>
        <div><dt><span>CORS</span></dt><dd>The service’s setting <code>FRONTEND_URL</code> names the origins that browsers \
        may call from. No cookies, no credentials mode: the token is all.</dd></div>
        </dl>
        </section>
        """
    }
}
