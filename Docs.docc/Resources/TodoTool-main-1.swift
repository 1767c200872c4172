import Foundation
import TodoCore

// The core has no clock of its own.
let store = TaskStore.inMemory {
    Timestamp(microsecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1_000_000))
}
