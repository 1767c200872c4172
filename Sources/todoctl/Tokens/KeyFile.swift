import TodoTokens

/// The file with a private key that signs tokens.
enum KeyFile {
    private static let limit = 16 * 1024

    /// - Throws: ``Failure`` when others may read it too, or it is no private JWK of Ed25519; it shows nothing of the content.
    static func read(_ path: String) throws -> Ed25519Key {
        let document = try PrivateFile.read(path, limit: limit)
        do {
            return try Ed25519Key(privateJWK: document)
        } catch {
            throw Failure("\(path) is no private key of Ed25519 as a JWK; make one with: todoctl token keygen FILE")
        }
    }
}
