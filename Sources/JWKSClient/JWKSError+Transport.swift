import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension JWKSError {
    /// The one place where a failure of the transport gets its name.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as JWKSError: error
            case is CancellationError: .cancelled
            case let error as NIOConnectionError: Self.noConnection(error)
            case let error as IOError: Self.broken(error)
            case let error as NIOSSLError: Self.notTrusted(error)
            case let error as NIOSSLExtraError where error == .failedToValidateHostname:
                .notTrusted("its certificate is for another host")
            case let error as HTTPClientError: Self.client(error)
            case let error as HTTPParserError: error == .invalidEOFState ? .brokenOff : .malformedHTTP
            default: .unreachable(String("\(error)".prefix(200)))
            }
    }

    private static func client(_ error: HTTPClientError) -> JWKSError {
        switch error {
        case .remoteConnectionClosed: .brokenOff
        case .connectTimeout: .unreachable("the host does not answer")
        case .tlsHandshakeTimeout: .notTrusted("the host does not answer")
        case .cancelled: .cancelled
        default: .unreachable(error.shortDescription)
        }
    }

    private static func noConnection(_ error: NIOConnectionError) -> JWKSError {
        guard let failure = error.connectionErrors.first?.error else { return .unknownHost }
        return failure is ChannelError ? .unreachable("the host does not answer") : broken(failure as? IOError)
    }

    private static func broken(_ error: IOError?) -> JWKSError {
        switch error?.errnoCode {
        case ECONNREFUSED: .unreachable("connection refused")
        case ECONNRESET, EPIPE: .brokenOff
        case let code?: .unreachable(String(cString: strerror(code)))
        case nil: .unreachable("no address of the host could be connected to")
        }
    }

    private static func notTrusted(_ error: NIOSSLError) -> JWKSError {
        switch error {
        case .uncleanShutdown: .brokenOff
        case .handshakeFailed(let reason) where "\(reason)".contains("CERTIFICATE_VERIFY_FAILED"):
            .notTrusted("its certificate is expired, or of an authority that this system does not know")
        case .failedToLoadCertificate, .noSuchFilesystemObject:
            .notTrusted("this system has no authorities' certificates; install ca-certificates")
        case .handshakeFailed: .notTrusted("the handshake failed; is this an https port?")
        default: .notTrusted("the handshake failed")
        }
    }
}
