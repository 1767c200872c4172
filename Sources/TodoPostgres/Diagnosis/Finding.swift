/// What one check of a set-up came to.
package struct Finding: Sendable, Hashable {
    package enum Status: Sendable, Hashable {
        /// All is well.
        case ok
        /// It serves, and should be better.
        case warning
        /// It has to be mended.
        case fault(Fault)
        /// There is nothing to check in this set-up.
        case notApplicable
        /// It could not be checked because of something that another check found.
        case skipped
    }

    /// What kind of thing has to be mended.
    package enum Fault: String, Sendable, Hashable, CaseIterable {
        /// A setting.
        case configuration
        /// A service that is not there.
        case unreachable
        /// A schema that is behind.
        case pending
        /// A schema that somebody changed by hand.
        case drift
        /// Something in the database or on this machine that would make the service unsafe or wrong.
        case unfit
    }

    /// What was checked: a name for machines, such as `database.tls`, that stays the same from version to version.
    package let check: String
    package let status: Status
    /// What was found and what it means, for an operator.
    ///
    /// It has several lines where there is a list, and never holds a secret.
    package let sentence: String
    /// What to do; `nil` where there is nothing to do.
    package let remedy: String?

    package init(_ check: String, _ status: Status, _ sentence: String, remedy: String? = nil) {
        self.check = check
        self.status = status
        self.sentence = sentence
        self.remedy = remedy
    }

    /// Whether something has to be mended.
    package var isFault: Bool {
        if case .fault = status { true } else { false }
    }
}
