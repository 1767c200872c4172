/// The version of the server and the admin tool.
package enum Version {
    package static let current = "0.1.0"
}
