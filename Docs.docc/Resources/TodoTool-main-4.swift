import Foundation
import TodoCore

// The core has no clock of its own.
let store = TaskStore.inMemory { Timestamp(Date()) }
let list = TodoList(service: TaskService(store: store), user: UserID(unchecked: "me"))

print(TodoList.help)
while let line = readLine() {
    do {
        print(try await list.run(line))
    } catch {
        // Each field's fault is a sentence to show.
        print(error.details.isEmpty ? error.message : error.details.values.joined(separator: "\n"))
    }
}
