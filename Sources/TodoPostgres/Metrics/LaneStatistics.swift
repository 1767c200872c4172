/// How it stands with the lanes of one kind at one moment.
struct LaneStatistics: Sendable, Hashable {
    var open = 0
    var connecting = 0
    var retired = 0
    var waiting = 0
    var underWay = 0

    static func + (one: Self, other: Self) -> Self {
        LaneStatistics(
            open: one.open + other.open,
            connecting: one.connecting + other.connecting,
            retired: one.retired + other.retired,
            waiting: one.waiting + other.waiting,
            underWay: one.underWay + other.underWay
        )
    }
}
