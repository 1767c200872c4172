import CoreMetrics
import TodoCore
import TodoTokens

/// Counts how tokens were judged.
struct TokenMetrics: Sendable {
    private let remembered: Counter
    private let verified: Counter
    private let refused: Counter

    init(factory: any MetricsFactory) {
        func counter(_ result: String) -> Counter {
            Counter(label: Metric.tokenVerifications.rawValue, dimensions: [("result", result)], factory: factory)
        }
        remembered = counter("remembered")
        verified = counter("verified")
        refused = counter("refused")
    }

    func judged(_ result: Result<CachingTokenVerifier.Verification, TokenRejection>) {
        switch result {
        case .success(let verification): (verification.wasRemembered ? remembered : verified).increment()
        case .failure: refused.increment()
        }
    }
}
