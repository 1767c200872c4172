/// The version of this server, which `--version` and `/health` show.
let version = "1.0.0"
