import ArgumentParser
import TodoJSON
import TodoTokens

/// Makes a private key.
struct TokenKeygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: "Make a private key for 'token issue --key'.",
        discussion: """
            Writes a new Ed25519 key as a JSON Web Key that only its owner may read. A file that exists is never overwritten.

            EXAMPLES:
              todoctl token keygen dev.jwk
              todoctl token jwks dev.jwk > jwks.json
            """
    )

    @Argument(help: "The file to write.", completion: .file())
    var file: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let key = Ed25519Key()
        guard try PrivateFile.make(at: file, content: key.privateJWK + "\n") else {
            throw Failure("\(file) exists and stays as it is; name another file, or delete it first")
        }
        let fields: KeyValuePairs<String, JSONValue> = ["file": .string(file), "kid": .string(key.id)]
        output.print(JSONDocument("token.keygen", fields), text: "")
        Console.note("made the key \(key.id) in \(file)")
    }
}
