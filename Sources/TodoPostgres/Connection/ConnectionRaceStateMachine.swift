/// Which attempts to connect run beside one another, and with which host each begins.
///
/// Attempts are numbered from 0. One is patient: it waits for a database that has to wake. The other is fresh: it finds the
/// database as soon as it can be found, where the patient one's first packets were lost or went to a host that is silent.
/// Each begins with another host than the one before it.
///
/// | patient | fresh | event | patient | fresh | action |
/// |---|---|---|---|---|---|
/// | – | – | `start` | 0 | – | begin 0 |
/// | p | – | `intervalPassed` | p | n | begin n |
/// | p | f | `intervalPassed` | p | n | begin n, abandon f |
/// | p | – | `failed` p, hosts left | n | – | begin n |
/// | p | – | `failed` p, none left | – | – | the race has failed |
/// | p | f | `failed` p, hosts left | f | n | begin n |
/// | p | f | `failed` p, none left | f | – | |
/// | p | f | `failed` f, hosts left | p | n | begin n |
/// | p | f | `failed` f, none left | p | – | |
/// | any | any | `end`: success, time is up, or nobody wants it any more | – | – | abandon what runs |
///
/// "Hosts left" are those that no attempt has begun with yet.
struct ConnectionRaceStateMachine {
    typealias AttemptID = Int

    enum Action: Hashable {
        case none
        case begin(AttemptID, abandoning: AttemptID?)
        case fail
    }

    private let hostCount: Int
    /// The attempt that has run longest.
    private var patient: AttemptID?
    private var fresh: AttemptID?
    private var beginnings = 0
    private var isOver = false

    init(hostCount: Int) {
        self.hostCount = hostCount
    }

    mutating func start() -> Action {
        begin(abandoning: nil)
    }

    mutating func intervalPassed() -> Action {
        guard !isOver else { return .none }
        return begin(abandoning: fresh.take())
    }

    mutating func failed(_ attempt: AttemptID) -> Action {
        guard !isOver, attempt == patient || attempt == fresh else { return .none }
        if attempt == patient { patient = fresh }
        fresh = nil
        if beginnings < hostCount { return begin(abandoning: nil) }
        guard patient == nil else { return .none }
        isOver = true
        return .fail
    }

    /// - Returns: the attempts to abandon.
    mutating func end() -> [AttemptID] {
        isOver = true
        return [patient.take(), fresh.take()].compactMap(\.self)
    }

    private mutating func begin(abandoning abandoned: AttemptID?) -> Action {
        let attempt = beginnings
        beginnings += 1
        if patient == nil { patient = attempt } else { fresh = attempt }
        return .begin(attempt, abandoning: abandoned)
    }
}
