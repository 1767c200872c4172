/// How far an export or import is.
public struct TransferProgress: Sendable, Hashable {
    public enum Phase: String, Sendable, Hashable {
        /// The file is read and checked; nothing is changed.
        case checking
        case exporting
        case importing
    }

    public let phase: Phase
    /// Tasks that are done, those of earlier runs included.
    public let done: Int
    /// Tasks that this run did not have to do, because an earlier one had.
    public let resumed: Int
    /// How many there are in all; `nil` while nobody knows.
    public let total: Int?
}
