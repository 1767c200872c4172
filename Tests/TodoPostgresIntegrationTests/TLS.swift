import NIOCore
import NIOPosix
import PrivatePostgres

extension RunningCluster {
    /// Gives the server a certificate of its own and turns TLS on.
    ///
    /// - Returns: the URL of a connection that insists on it.
    func tlsURL() async throws -> String {
        // The server runs the program in its data directory, as its own user.
        try await query(
            """
            copy (select) to program 'openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
            -keyout server.key -out server.crt 2>/dev/null && chmod 600 server.key';
            alter system set ssl = on;
            select pg_reload_conf();
            """
        )
        struct NoTCP: Error {}
        guard let url = tcpURL() else { throw NoTCP() }
        return url + "?sslmode=require"
    }
}

enum LoopbackPort {
    /// A TCP port of 127.0.0.1 that nobody listened on just now.
    static func free() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }

    /// Whether somebody listens there.
    static func isTaken(_ port: Int) async throws -> Bool {
        guard
            let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
        else { return false }
        try await channel.close()
        return true
    }
}
