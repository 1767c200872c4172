import AsyncHTTPClient
package import NIOCore
import NIOHTTP1
import NIOPosix
package import TodoTokens

/// Fetches issuers' keys: one `GET` with a bound on everything that the other side could draw out.
///
/// Each request has a connection of its own: the next fetch is minutes away, and one that a redirect came over may be closed just
/// when it is used again. Nothing is decompressed, no cookie, credential or proxy is used, and certificates are verified against the system's authorities.
package struct JWKSClient: Sendable {
    /// The largest answer in bytes, whatever `Content-Length` says.
    package static let maximumBytes = 256 * 1024
    /// How many redirects are followed.
    package static let maximumRedirects = 3

    private let eventLoopGroup: any EventLoopGroup
    private let timeout: Duration

    /// - Parameters:
    ///   - eventLoopGroup: what the connections live on.
    ///   - timeout: how long a fetch may take in all, redirects included.
    package init(
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        timeout: Duration = .seconds(5)
    ) {
        self.eventLoopGroup = eventLoopGroup
        self.timeout = timeout
    }

    /// Asks for the keys at `url`.
    ///
    /// Takes little longer than the time-out at most; ends early when the task is cancelled.
    /// - Throws: ``JWKSError``
    package func fetch(_ url: JWKSURL) async throws(JWKSError) -> JWKSAnswer {
        let result = await withTaskGroup(of: Result<JWKSAnswer, JWKSError>.self) { group in
            group.addTask { await answer(url) }
            group.addTask {
                do {
                    try await Task.sleep(for: timeout)
                    return .failure(.timedOut(timeout))
                } catch {
                    return .failure(.cancelled)
                }
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.cancelled)
        }
        return try result.get()
    }

    private func answer(_ url: JWKSURL) async -> Result<JWKSAnswer, JWKSError> {
        let client = HTTPClient(eventLoopGroup: eventLoopGroup, configuration: configuration)
        let result: Result<JWKSAnswer, JWKSError>
        do {
            result = .success(try await follow(url, with: client))
        } catch {
            result = .failure(JWKSError(error))
        }
        // Closes what is open; it fails only for a client that is shut down already.
        try? await client.shutdown()
        return result
    }

    private var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            // Shorter than the whole, since the end of a fetch waits for a connection that is being made.
            timeout: HTTPClient.Configuration.Timeout(connect: TimeAmount(timeout * 3 / 5)),
            proxy: nil,
            decompression: .disabled
        )
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private func follow(_ url: JWKSURL, with client: HTTPClient) async throws -> JWKSAnswer {
        var url = url
        for _ in 0...Self.maximumRedirects {
            var request = HTTPClientRequest(url: url.text)
            request.headers = ["Accept": "application/json", "Connection": "close", "User-Agent": "todo"]
            let response = try await client.execute(request, deadline: .distantFuture)
            switch response.status.code {
            case 200: return try await read(response)
            case 301, 302, 303, 307, 308:
                guard let location = response.headers.first(name: "Location") else {
                    throw JWKSError.status(Int(response.status.code))
                }
                do {
                    url = try url.resolve(location)
                } catch {
                    throw JWKSError.redirect(error)
                }
            case let code: throw JWKSError.status(Int(code))
            }
        }
        throw JWKSError.tooManyRedirects
    }

    private func read(_ response: HTTPClientResponse) async throws -> JWKSAnswer {
        var document: [UInt8] = []
        for try await part in response.body {
            guard document.count + part.readableBytes <= Self.maximumBytes else {
                throw JWKSError.tooLarge(Self.maximumBytes)
            }
            document += part.readableBytesView
        }
        try Task.checkCancellation()
        do {
            return JWKSAnswer(
                keySet: try JSONWebKeySet(document),
                maxAge: CacheControl.maxAge(response.headers["Cache-Control"])
            )
        } catch {
            throw JWKSError.notAKeySet
        }
    }
}
