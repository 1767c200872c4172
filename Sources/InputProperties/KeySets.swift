import TodoCore
import TodoTokens

/// Documents that somebody else publishes.
enum KeySets {
    /// Reads the input as a JWKS, and shows its keys signatures that need no private key.
    static func violation(by input: [UInt8]) -> String? {
        guard let set = try? JSONWebKeySet(input) else { return nil }
        guard set.keys.count <= JSONWebKeySet.maximumEntries else { return "\(set.keys.count) keys were taken." }
        for key in set.keys {
            let verifier = TokenVerifier(keys: KeySet([KeySet.Source(keys: [key])]))
            for token in key.algorithms.flatMap(tokens) {
                do {
                    return "\(token) is believed to be \(try verifier.verify(token[...], now: now))'s."
                } catch  where error != .wrongSignature {
                    return "\(token) is refused for something else: \(error)."
                } catch {}
            }
        }
        return nil
    }

    private static let now = Timestamp(microsecondsSinceEpoch: 1_300_819_000_000_000)

    /// Tokens that are signed with nothing but numbers that are easily thought of.
    private static func tokens(_ algorithm: SignatureAlgorithm) -> [String] {
        let header = Base64URLText.of(Array(#"{"alg":"\#(algorithm.rawValue)"}"#.utf8))
        // A weak key believes such a signature over some contents only.
        return (0..<4).flatMap { content in
            let claims = Base64URLText.of(Array(#"{"sub":"mallory","exp":1300819380,"jti":\#(content)}"#.utf8))
            return signatures(algorithm).map { "\(header).\(claims).\(Base64URLText.of($0))" }
        }
    }

    private static func signatures(_ algorithm: SignatureAlgorithm) -> [[UInt8]] {
        let size =
            switch algorithm {
            case .hs256: 32
            case .edDSA, .es256: 64
            case .es384: 96
            case .es512: 132
            case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: 256
            }
        let zeros = [UInt8](repeating: 0, count: size)
        return [zeros, [1] + zeros.dropLast(), zeros.dropLast() + [1]]
    }
}
