import OrderedCollections
import PrivatePostgres
import TodoCore
import TodoPostgres
import TodoSettings

/// What a command that failed says and how it exits.
struct Failure: Error {
    let exitStatus: Int32
    let message: String

    init(exitStatus: Int32 = 1, _ message: String) {
        self.exitStatus = exitStatus
        self.message = message
    }

    /// The failure for an error of ours, or `nil` for one that the argument parser knows better how to show.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure:
            self = failure
        case let error as SettingsError:
            self.init(exitStatus: ExitStatus.configuration, error.description)
        case let error as MigrationError:
            let exitStatus: Int32 =
                switch error.code {
                case .unreachable: ExitStatus.unavailable
                case .drift: ExitStatus.drift
                case .locked, .mismatch, .refused, .failed: 1
                }
            self.init(exitStatus: exitStatus, error.description)
        case let error as AdministrationError:
            self.init(exitStatus: Self.exitStatus(error.code), error.description)
        case let error as TodoError:
            self.init(error)
        case let error as PrivatePostgresError:
            self.init(exitStatus: error.code == .notInstalled ? ExitStatus.unavailable : 1, error.description)
        default:
            return nil
        }
    }

    private static func exitStatus(_ code: AdministrationError.Code) -> Int32 {
        switch code {
        case .unreachable, .unfit: ExitStatus.unavailable
        case .refused: ExitStatus.dataError
        case .interrupted: ExitStatus.interrupted
        case .file, .failed: 1
        }
    }

    private init(_ error: TodoError) {
        let details = error.details.values.map { "\n  \($0)" }.joined()
        // Whoever runs this tool may know what clients of the server may not.
        let cause = error.cause.map { ": \($0)" } ?? ""
        self.init(
            exitStatus: error.code == .unavailable ? ExitStatus.unavailable : 1,
            error.message + cause + details
        )
    }
}
