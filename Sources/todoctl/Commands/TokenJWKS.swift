import ArgumentParser
import TodoJSON
import TodoTokens

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Prints what is to be published of a private key.
struct TokenJWKS: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jwks",
        abstract: "Print the JWKS (the public part) of a private key, as Better Auth serves it.",
        discussion: """
            With --json, the document is a JWKS as well: readers of one pass over members that they do not know.

            EXAMPLES:
              todoctl token jwks dev.jwk > jwks.json
            """
    )

    @Argument(
        help: "The file that 'token keygen' made, or any private JWK of Ed25519.",
        completion: .file()
    )
    var file: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let text = try KeyFile.read(file).publicJWKS
        let keySet = try JSONDecoder().decode(KeySet.self, from: Data(text.utf8))
        output.print(JSONDocument("token.jwks", ["keys": keySet.keys]), text: text)
    }

    private struct KeySet: Decodable {
        let keys: JSONValue
    }
}
