import Foundation
import TodoCore

// The core has no clock of its own.
let store = TaskStore.inMemory { Timestamp(Date()) }
