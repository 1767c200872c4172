// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "file-store",
    platforms: [.macOS(.v15)],
    products: [.library(name: "FileStore", targets: ["FileStore"])],
    dependencies: [.package(name: "todo", path: "../..", traits: [])],
    targets: [
        .target(
            name: "FileStore",
            dependencies: [.product(name: "TodoCore", package: "todo")],
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
        .testTarget(
            name: "FileStoreTests",
            dependencies: [
                "FileStore",
                .product(name: "TodoCore", package: "todo"),
                .product(name: "TodoStoreContract", package: "todo"),
            ],
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
    ]
)
