import Subprocess

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The environment of PostgreSQL's programs.
///
/// It is made anew, since an inherited `PGHOST`, `PGOPTIONS` or `PGDATA` would lead them astray, and a secret of ours is no
/// business of theirs.
enum PostgresEnvironment {
    static let variables: [String: String] = {
        let inherited = ProcessInfo.processInfo.environment
        var variables = ["LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin"]
        for name in ["PATH", "LD_LIBRARY_PATH", "TMPDIR"] {
            variables[name] = inherited[name] ?? variables[name]
        }
        return variables
    }()
}

extension Environment {
    init(_ variables: [String: String]) {
        self = .custom(
            variables.map { name, value in Array("\(name)=\(value)".utf8) + [0] }
        )
    }
}
