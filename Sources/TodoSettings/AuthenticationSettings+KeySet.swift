package import TodoTokens

extension AuthenticationSettings {
    /// What tokens signed with the secret must say.
    package var expectations: TokenExpectations { TokenExpectations(issuer: issuer, audience: audience) }

    /// Every key that is believed, each with what its tokens must say: the secret, and those of the issuer that are known.
    package func keySet(issued keys: [VerificationKey] = []) -> KeySet {
        var sources: [KeySet.Source] = []
        if let secret {
            let key = VerificationKey(secret: Array(secret.reveal().utf8))
            sources.append(KeySet.Source(keys: [key], expectations: expectations))
        }
        if let jwks {
            sources.append(KeySet.Source(keys: keys, expectations: jwks.expectations))
        }
        return KeySet(sources)
    }
}

extension JWKSSettings {
    /// What the issuer's tokens must say.
    package var expectations: TokenExpectations { TokenExpectations(issuer: issuer, audience: audience) }
}
