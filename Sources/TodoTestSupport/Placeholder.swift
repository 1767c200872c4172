enum PlaceholderTodoTestSupport {}
