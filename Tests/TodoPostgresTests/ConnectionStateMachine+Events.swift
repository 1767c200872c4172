@testable import TodoPostgres

/// A machine whose requests are numbers, and its life in words.
extension ConnectionStateMachine<Int, String> {
    mutating func read(
        _ request: Int,
        name: String? = "statement",
        preamble: Int64? = nil,
        preambleName: String? = "preamble"
    ) -> SendAction? {
        let preamble = preamble.map { PreambleCommand(name: preambleName, number: $0) }
        return send(request, .read, sync: .atTickEnd, preamble: preamble, name: name)
    }

    mutating func write(
        _ request: Int,
        name: String? = "statement",
        preamble: Int64? = nil,
        sync: SyncPoint = .atOnce
    ) -> SendAction? {
        let preamble = preamble.map { PreambleCommand(name: "preamble", number: $0) }
        return send(request, .write, sync: sync, preamble: preamble, name: name)
    }

    /// Feeds events and describes the actions.
    mutating func events(_ events: Event...) -> [String] {
        events.map { event in
            switch receive(event) {
            case .none: "none"
            case .verify(let number): "verify \(number)"
            case .complete(let request): "complete \(request)"
            case .hold(let request): "hold \(request)"
            case .release(let requests): "release \(Self.list(requests))"
            case .fail(let requests, let error): "fail \(Self.list(requests)): \(error.code)"
            case .resend(let requests): "resend \(Self.list(requests))"
            case .protocolViolation: "violation"
            }
        }
    }

    private static func list(_ requests: [Int]) -> String {
        requests.map(String.init).joined(separator: " ")
    }
}
