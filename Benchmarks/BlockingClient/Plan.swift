/// What to do, as the benchmark writes it to standard input.
struct Plan: Decodable, Sendable {
    /// A URL or keywords for libpq.
    let connection: String
    /// How many sessions there are, each with a queue of its own.
    let sessions: Int
    let seconds: Double
    let seed: UInt64
    /// When set, so many requests are made on one session, and what came back is printed instead of how long it took.
    let answers: Int?
    /// How many users there are, and how many tasks each of them has.
    let users: Int64
    let tasks: Int64
    /// The number that the first user's id is.
    let firstUser: Int64
    /// What stands between `begin` and `commit`; the last one's rows are the answer.
    let statements: [Statement]

    struct Statement: Decodable, Sendable {
        let sql: String
        let parameters: [Parameter]
    }

    /// A text, or the id of a user or task that is another one in each request.
    struct Parameter: Decodable, Sendable {
        let place: Place?
        let text: String?
    }

    enum Place: String, Decodable, Sendable {
        case user
        case task
    }
}

/// Whose task a request is about.
struct Subject {
    let user: String
    let task: String

    /// Tasks are numbered as if every user had created one after another.
    init(of plan: Plan, using generator: inout some RandomNumberGenerator) {
        let index = Int64.random(in: 0..<plan.users, using: &generator)
        user = String(plan.firstUser + index)
        task = String(Int64.random(in: 0..<plan.tasks, using: &generator) * plan.users + index + 1)
    }

    func value(of parameter: Plan.Parameter) -> String? {
        switch parameter.place {
        case .user: user
        case .task: task
        case nil: parameter.text
        }
    }
}

/// SplitMix64: numbers that depend on the seed alone.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
