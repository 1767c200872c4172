import NIOCore
import NIOPosix
import TodoPostgres
import TodoSettings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Whether the server could listen, or does already.
struct PortCheck {
    let check: String
    let setting: Setting
    /// `nil` where none is set.
    let port: LocalPort?
    /// What a server of ours answers there.
    let path: String

    /// The port for clients and the one for operators.
    static func findings(_ settings: Result<ServerSettings, SettingsError>) async -> [Finding] {
        let server = try? settings.get()
        let checks = [
            PortCheck(
                check: "port.clients",
                setting: .port,
                port: server.map { LocalPort(number: $0.port, host: $0.host) },
                path: "/health"
            ),
            PortCheck(
                check: "port.operators",
                setting: .adminPort,
                port: server?.adminPort.map { LocalPort(number: $0) },
                path: "/version"
            ),
        ]
        var findings: [Finding] = []
        for check in checks {
            findings.append(
                server == nil
                    ? Finding(check.check, .skipped, "the settings of the server are wrong") : await check.finding()
            )
        }
        return findings
    }

    private func finding() async -> Finding {
        guard let port else { return Finding(check, .notApplicable, "\(setting.rawValue) is not set") }
        guard port.number != 0 else { return Finding(check, .notApplicable, "\(setting.rawValue)=0: any free port") }
        let place = "port \(port.number) of \(port.host)"
        do {
            try await port.listen()
            return Finding(check, .ok, "\(place) is free")
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            if let version = await version(at: port) {
                return Finding(check, .ok, "a todo server (version \(version)) listens on \(place) already")
            }
            return Finding(
                check,
                .fault(.configuration),
                "\(place) is in use by another program",
                remedy: "stop what uses it, or choose another with \(setting.rawValue)"
            )
        } catch let error as IOError where error.errnoCode == EACCES {
            return Finding(
                check,
                .fault(.configuration),
                "\(place) may not be used by this user",
                remedy: "choose one above 1023 with \(setting.rawValue)"
            )
        } catch {
            return Finding(
                check,
                .fault(.configuration),
                "nobody can listen on \(place): \(error)",
                remedy: "HOST=127.0.0.1, or 0.0.0.0 for all of this machine's addresses"
            )
        }
    }

    private struct Answer: Decodable {
        let name: String?
        let status: String?
        let version: String
    }

    /// The version of the server of ours that listens there; `nil` when it is something else.
    private func version(at port: LocalPort) async -> String? {
        guard let body = await port.get(path),
            let answer = try? JSONDecoder().decode(Answer.self, from: Data(body.readableBytesView)),
            answer.name == "todo" || answer.status == "healthy"
        else { return nil }
        return answer.version
    }
}
