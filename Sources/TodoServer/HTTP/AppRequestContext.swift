import Hummingbird
import Logging

/// What a route knows about the request beyond the request itself.
struct AppRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Set by ``EdgeResponder`` before any route runs.
    var requestID: RequestID?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// Hummingbird's default reads it from the logger's metadata and traps without it.
    var id: String { requestID?.description ?? "" }

    /// The path of the route that has answered, with names in place of values; `nil` when there is none.
    ///
    /// For a path without a route Hummingbird puts this word in its place.
    var route: String? { endpointPath == "NotFound" ? nil : endpointPath }
}
