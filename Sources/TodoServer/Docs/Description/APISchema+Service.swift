import TodoJSON

extension APISchema {
    static let service = [serviceDescription, health, readiness]

    private static let serviceDescription = APISchema(
        name: .service,
        summary: "What answers here, and where to go on.",
        fields: [
            APIField("name", .string(), isRequired: true, "The name of the service."),
            APIField("version", .string(), isRequired: true, "Its version."),
            APIField("links", .strings, isRequired: true, "Paths of this service by what is found there."),
        ]
    )

    private static let health = APISchema(
        name: .health,
        summary: "The process runs.",
        fields: [
            APIField("status", .choice(["healthy"]), isRequired: true, "Always `healthy`."),
            APIField("version", .string(), isRequired: true, "The version of the service."),
        ]
    )

    private static let readiness = APISchema(
        name: .readiness,
        summary: "Whether requests for tasks would be served now.",
        fields: [
            APIField(
                "status",
                .choice(["ready", "unavailable"]),
                isRequired: true,
                "`ready`, or `unavailable` with the status 503."
            )
        ]
    )

    /// The one error body of the API; `codes` are all there are.
    static func error(codes: [String]) -> APISchema {
        APISchema(
            name: .error,
            summary: "The body of every error, whatever layer it comes from.",
            fields: [
                APIField(
                    "error",
                    .object([
                        APIField("code", .choice(codes), isRequired: true, "What to branch on. Stable."),
                        APIField("message", .string(), isRequired: true, "One sentence for a person."),
                        APIField(
                            "details",
                            .strings,
                            isRequired: false,
                            "What is wrong, field by field. Present only where it says something."
                        ),
                    ]),
                    isRequired: true,
                    "What went wrong."
                )
            ]
        )
    }
}
