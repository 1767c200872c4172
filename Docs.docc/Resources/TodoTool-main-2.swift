import Foundation
import TodoCore

// The core has no clock of its own.
let store = TaskStore.inMemory { Timestamp(Date()) }
let service = TaskService(store: store)
let user = UserID(unchecked: "me")

let task = try await service.create(.init(title: .value("Buy milk")), for: user)
print(task.id, task.title)
