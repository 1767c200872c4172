/// How far an export or import is.
public struct TransferProgress: Sendable, Hashable {
    /// What is being done.
    public enum Phase: String, Sendable, Hashable {
        /// The file is read and checked; nothing is changed.
        case checking
        /// Tasks are written to the file.
        case exporting
        /// The file's good lines are added to the user's tasks.
        case importing
    }

    /// What is being done now.
    public let phase: Phase
    /// Tasks that are done, those of earlier runs included.
    public let done: Int
    /// Tasks that this run did not have to do, because an earlier one had.
    public let resumed: Int
    /// How many there are in all; `nil` while nobody knows.
    public let total: Int?
}
