extension KeyedDecodingContainer {
    /// The field as it came in: absent, null, a value, or of another type.
    ///
    /// Nothing is coerced.
    public func input<Value: Decodable>(_ key: Key) throws -> FieldInput<Value> {
        guard contains(key) else { return .absent }
        if try decodeNil(forKey: key) { return .null }
        do {
            return .value(try decode(Value.self, forKey: key))
        } catch DecodingError.typeMismatch {
            return .mistyped
        }
    }
}
