enum PlaceholderPrivatePostgres {}
