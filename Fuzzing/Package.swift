// swift-tools-version: 6.2

import PackageDescription

// A package of its own: its sanitizer instruments every module that it is built with, and nothing else is built like that.
let package = Package(
    name: "todo-fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "todo", path: "..")],
    targets: [
        .systemLibrary(name: "CLibFuzzer"),
        .executableTarget(
            name: "InputFuzzer",
            dependencies: ["CLibFuzzer", .product(name: "InputProperties", package: "todo")],
            swiftSettings: [
                .enableUpcomingFeature("InternalImportsByDefault"),
                .strictMemorySafety(),
                .treatAllWarnings(as: .error),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
