import TodoCore

/// Judges claims as plainly as it can be written, without regard to speed and without any code of what it is to check.
struct ClaimsOracle {
    let now: Double
    let issuer: String
    let audience: String

    func user(_ bytes: [UInt8]) -> UserID? {
        guard case .object(let claims) = ReferenceJSON(bytes), isNow(claims), isForUs(claims) else { return nil }
        let names = ["user_id", "sub"].compactMap { claims[$0] }.filter { $0 != .null }
        let users = names.map { name in if case .string(let text?) = name { try? UserID(text) } else { UserID?.none } }
        guard let first = users.first, users.allSatisfy({ $0 != nil && $0 == first }) else { return nil }
        return first
    }

    private func isNow(_ claims: [String: ReferenceJSON]) -> Bool {
        guard case .number(let expiry?) = claims["exp"], expiry > now - 60 else { return false }
        return ["nbf", "iat"].compactMap { claims[$0] }.allSatisfy { claim in
            if case .number(let start?) = claim { start <= now + 60 } else { false }
        }
    }

    private func isForUs(_ claims: [String: ReferenceJSON]) -> Bool {
        guard claims["iss"] == .string(issuer) else { return false }
        guard case .array(let audiences) = claims["aud"] else { return claims["aud"] == .string(audience) }
        let names = audiences.compactMap { name in if case .string(let text?) = name { text } else { String?.none } }
        return names.count == audiences.count && names.contains(audience)
    }
}
