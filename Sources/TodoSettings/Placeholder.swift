enum PlaceholderTodoSettings {}
