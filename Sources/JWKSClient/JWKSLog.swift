import Logging
import TodoTokens

/// What is logged about an issuer's keys.
///
/// Names come from elsewhere, so they are quoted and cut.
struct JWKSLog: Sendable {
    let url: JWKSURL
    let logger: Logger

    func changed(from before: [VerificationKey], to after: [VerificationKey]) {
        logger.notice(
            "Keys of the issuer changed",
            metadata: [
                "url": "\(url)",
                "added": names(after.filter { !before.contains($0) }),
                "removed": names(before.filter { !after.contains($0) }),
            ]
        )
    }

    func skipped(_ entries: [JSONWebKeySet.Skipped]) {
        guard !entries.isEmpty else { return }
        logger.warning(
            "Entries of the issuer's key set are not used",
            metadata: [
                "url": "\(url)",
                "entries": .array(entries.prefix(JSONWebKeySet.maximumEntries).map { "\($0)" }),
            ]
        )
    }

    func failed(_ error: JWKSError, hasKeys: Bool) {
        logger.warning(
            "Keys of the issuer cannot be fetched",
            metadata: [
                "url": "\(url)", "error": "\(error)",
                "consequence": hasKeys ? "the last good keys stay in use" : "its tokens cannot be verified",
            ]
        )
    }

    func recovered() {
        logger.notice("Keys of the issuer are fetched again", metadata: ["url": "\(url)"])
    }

    private func names(_ keys: [VerificationKey]) -> Logger.MetadataValue {
        .array(keys.map { key in key.id.map { "\($0.debugDescription.prefix(100))" } ?? "without a name" })
    }
}
