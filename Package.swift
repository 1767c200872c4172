// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "todo",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "TodoCore", targets: ["TodoCore"]),
        .library(name: "TodoPostgres", targets: ["TodoPostgres"]),
        .library(name: "TodoStoreContract", targets: ["TodoStoreContract"]),
        // For the packages Fuzzing/ and Benchmarks/.
        .library(name: "CLinux", targets: ["CLinux"]),
        .library(name: "CLibpq", targets: ["CLibpq"]),
        .library(name: "PercentEncoding", targets: ["PercentEncoding"]),
        .library(name: "TodoJSON", targets: ["TodoJSON"]),
        .library(name: "TodoTokens", targets: ["TodoTokens"]),
        .library(name: "InputProperties", targets: ["InputProperties"]),
        .executable(name: "TodoServer", targets: ["TodoServer"]),
        .executable(name: "todoctl", targets: ["todoctl"]),
    ],
    traits: [
        .trait(name: "Service", description: "Everything but TodoCore and TodoStoreContract."),
        .default(enabledTraits: ["Service"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        // Without its default traits Hummingbird does not link full Foundation, which would double the resident memory.
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/pointfreeco/swift-custom-dump.git", from: "1.7.3"),
        .package(url: "https://github.com/pointfreeco/xctest-dynamic-overlay.git", from: "1.13.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2"),
        .package(url: "https://github.com/vapor/jwt-kit.git", from: "5.7.1"),
    ],
    targets: [
        // The rules. Pure: no I/O, no environment, no wall clock.
        .target(
            name: "TodoCore",
            dependencies: [
                .product(name: "IssueReporting", package: "xctest-dynamic-overlay"),
                .product(name: "OrderedCollections", package: "swift-collections"),
            ],
            swiftSettings: swiftSettings
        ),

        // System libraries: module maps over C headers, no code.
        .systemLibrary(
            name: "CLibpq",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        .systemLibrary(name: "CLinux"),

        // Percent-encoding of URIs.
        .target(name: "PercentEncoding", swiftSettings: swiftSettings),

        // HTTP/1 requests, read. Pure: no I/O.
        .target(
            name: "HTTPParsing",
            dependencies: [
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),

        // Tasks as JSON text, written and read, and any other JSON, written. Pure: no I/O.
        .target(
            name: "TodoJSON",
            dependencies: [
                "TodoCore",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "OrderedCollections", package: "swift-collections"),
            ],
            swiftSettings: swiftSettings
        ),

        // Persistence.
        .target(
            name: "TodoPostgres",
            dependencies: [
                "PercentEncoding",
                "TodoCore",
                "TodoJSON",
                "CLibpq",
                .target(name: "CLinux", condition: .when(platforms: [.linux])),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings + [.strictMemorySafety()]
        ),

        // What the server and the admin tool learn from their surroundings: settings, and what time it is.
        .target(name: "TodoSettings", dependencies: ["TodoCore", "TodoTokens"], swiftSettings: swiftSettings),

        // What tokens are believed, and why not. Pure: no I/O, no environment, no wall clock.
        .target(
            name: "TodoTokens",
            dependencies: [
                "TodoCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings
        ),

        // Gets an issuer's keys and keeps them current.
        .target(
            name: "JWKSClient",
            dependencies: [
                "TodoCore",
                "TodoTokens",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),

        // What is reported through swift-metrics, as Prometheus reads it.
        .target(
            name: "PrometheusMetrics",
            dependencies: [.product(name: "CoreMetrics", package: "swift-metrics")],
            swiftSettings: swiftSettings
        ),

        // The HTTP adapter.
        .executableTarget(
            name: "TodoServer",
            dependencies: [
                "HTTPParsing",
                "JWKSClient",
                "PercentEncoding",
                "PrometheusMetrics",
                "TodoCore",
                "TodoJSON",
                "TodoPostgres",
                "TodoSettings",
                "TodoTokens",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "OrderedCollections", package: "swift-collections"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),

        // The admin tool.
        .executableTarget(
            name: "todoctl",
            dependencies: [
                "JWKSClient",
                "PrivatePostgres",
                "TodoCore",
                "TodoJSON",
                "TodoPostgres",
                "TodoSettings",
                "TodoTokens",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "OrderedCollections", package: "swift-collections"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),

        // A PostgreSQL of one's own, for `todoctl dev` and the tests.
        .target(
            name: "PrivatePostgres",
            dependencies: [
                "PercentEncoding",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),

        // Tests.
        // What every store must do; whoever writes one runs it too.
        .target(
            name: "TodoStoreContract",
            dependencies: [
                "TodoCore",
                .product(name: "CustomDump", package: "swift-custom-dump"),
                // Without it, what CustomDump and IssueReporting find is printed but fails no test on Linux.
                .product(name: "IssueReportingTestSupport", package: "xctest-dynamic-overlay"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "TodoTestSupport",
            dependencies: [
                "PrivatePostgres",
                "TodoCore",
                "TodoPostgres",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "IssueReportingTestSupport", package: "xctest-dynamic-overlay"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HTTPParsingTests",
            dependencies: [
                "HTTPParsing",
                "TodoTestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(name: "PercentEncodingTests", dependencies: ["PercentEncoding"], swiftSettings: swiftSettings),
        .testTarget(
            name: "PrometheusMetricsTests",
            dependencies: [
                "PrometheusMetrics",
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "TodoCoreTests",
            dependencies: [
                "TodoCore",
                "TodoStoreContract",
                "TodoTestSupport",
                .product(name: "CustomDump", package: "swift-custom-dump"),
                .product(name: "OrderedCollections", package: "swift-collections"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "TodoJSONTests",
            dependencies: [
                "TodoCore",
                "TodoJSON",
                "TodoTestSupport",
                .product(name: "CustomDump", package: "swift-custom-dump"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "TodoPostgresTests",
            dependencies: [
                "TodoCore",
                "TodoPostgres",
                "TodoTestSupport",
                .product(name: "CustomDump", package: "swift-custom-dump"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "TodoPostgresIntegrationTests",
            dependencies: [
                "PrivatePostgres",
                "TodoCore",
                "TodoPostgres",
                "TodoStoreContract",
                "TodoTestSupport",
                .product(name: "CustomDump", package: "swift-custom-dump"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "TodoSettingsTests",
            dependencies: ["TodoSettings", "TodoTokens"],
            swiftSettings: swiftSettings
        ),
        // What holds of every input from outside; `Fuzzing/` looks for one that breaks it.
        .target(
            name: "InputProperties",
            dependencies: [
                "HTTPParsing",
                "TodoCore",
                "TodoTokens",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(name: "InputPropertiesTests", dependencies: ["InputProperties"], swiftSettings: swiftSettings),
        .testTarget(
            name: "TodoTokensTests",
            dependencies: [
                "TodoCore",
                "TodoTestSupport",
                "TodoTokens",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "CustomDump", package: "swift-custom-dump"),
                .product(name: "JWTKit", package: "jwt-kit"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "JWKSClientTests",
            dependencies: [
                "JWKSClient",
                "TodoCore",
                "TodoTestSupport",
                "TodoTokens",
                .product(name: "CustomDump", package: "swift-custom-dump"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "TodoServerTests",
            dependencies: [
                "HTTPParsing",
                "JWKSClient",
                "PrometheusMetrics",
                "TodoCore",
                "TodoJSON",
                "TodoPostgres",
                "TodoServer",
                "TodoSettings",
                "TodoTestSupport",
                "TodoTokens",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CustomDump", package: "swift-custom-dump"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                // Without it a difference or an unimplemented endpoint is printed, but fails no test.
                .product(name: "IssueReportingTestSupport", package: "xctest-dynamic-overlay"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "OrderedCollections", package: "swift-collections"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "todoctlTests",
            dependencies: [
                "PrivatePostgres",
                "TodoCore",
                "TodoJSON",
                "TodoSettings",
                "TodoTestSupport",
                "todoctl",
                .product(name: "CustomDump", package: "swift-custom-dump"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),
    ],
    swiftLanguageModes: [.v6]
)

var swiftSettings: [SwiftSetting] {
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}

// Whoever embeds the core alone leaves the trait out, and so does not even fetch what the rest is built on.
for target in package.targets where !["TodoCore", "TodoStoreContract"].contains(target.name) {
    target.dependencies = target.dependencies.map { dependency in
        guard case .productItem(let name, let package, let moduleAliases, nil) = dependency else { return dependency }
        let condition = TargetDependencyCondition.when(traits: ["Service"])
        return .productItem(name: name, package: package, moduleAliases: moduleAliases, condition: condition)
    }
}
