import CustomDump
import OrderedCollections
import Testing
import TodoCore

@Suite struct TodoErrorTests {
    @Test func codesAreStable() {
        let codes: [TodoError.Code: String] = [
            .validation: "VALIDATION_ERROR",
            .notFound: "NOT_FOUND",
            .unknownUser: "UNKNOWN_USER",
            .preconditionFailed: "PRECONDITION_FAILED",
            .idempotencyKeyReused: "IDEMPOTENCY_KEY_REUSED",
            .conflict: "CONFLICT",
            .unavailable: "SERVICE_UNAVAILABLE",
            .outcomeUnknown: "OUTCOME_UNKNOWN",
            .cancelled: "CANCELLED",
            .internal: "INTERNAL_ERROR",
        ]
        expectNoDifference(
            Dictionary(uniqueKeysWithValues: TodoError.Code.allCases.map { ($0, $0.rawValue) }),
            codes
        )
    }

    @Test func theCauseIsNeitherComparedNorShown() {
        struct Cause: Error {}
        let error = TodoError.internal(cause: Cause())
        #expect(error == .internal())
        #expect(error.cause is Cause)
        #expect(error.description == "INTERNAL_ERROR: Internal server error")
        #expect(
            "\(TodoError.unavailable(cause: Cause()))" == "SERVICE_UNAVAILABLE: The service is temporarily unavailable"
        )
    }

    @Test func theDescriptionListsDetailsInOrder() {
        let error = TodoError.validation(["title": "Too long", "completed": "Missing"])
        #expect(error.description == "VALIDATION_ERROR: Validation failed (title: Too long; completed: Missing)")
    }

    @Test func faultsAreThrownTogetherOrNotAtAll() {
        var faults = FieldFaults()
        #expect(throws: Never.self) { try faults.throwIfAny() }
        faults.add(FieldFault("Missing"), for: "title")
        faults.add(FieldFault("Wrong"), for: "id")
        #expect(throws: TodoError.validation(["title": "Missing", "id": "Wrong"])) { try faults.throwIfAny() }
    }
}
