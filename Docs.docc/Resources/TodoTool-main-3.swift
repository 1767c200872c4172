import Foundation
import TodoCore

// The core has no clock of its own.
let store = TaskStore.inMemory { Timestamp(Date()) }
let list = TodoList(service: TaskService(store: store), user: UserID(unchecked: "me"))

print(TodoList.help)
while let line = readLine() {
    print(try await list.run(line))
}
