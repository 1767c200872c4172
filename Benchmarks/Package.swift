// swift-tools-version: 6.2

import PackageDescription

// A package of its own: what it measures with, and what it measures beside, is no business of the product's.
let package = Package(
    name: "todo-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "todo", path: ".."),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
        .package(url: "https://github.com/vapor/jwt-kit.git", from: "5.7.1"),
    ],
    targets: [
        .executableTarget(
            name: "BlockingClient",
            dependencies: [.product(name: "CLibpq", package: "todo")],
            path: "BlockingClient"
        ),
        .executableTarget(
            name: "MicroBenchmarks",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "TodoCore", package: "todo"),
            ],
            path: "MicroBenchmarks",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ],
    swiftLanguageModes: [.v6]
)
