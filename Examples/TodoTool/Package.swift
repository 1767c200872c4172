// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "todo-tool",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "todo", path: "../..", traits: [])],
    targets: [
        .executableTarget(
            name: "TodoTool",
            dependencies: [.product(name: "TodoCore", package: "todo")],
            swiftSettings: [.treatAllWarnings(as: .error)]
        )
    ]
)
