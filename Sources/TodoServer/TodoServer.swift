import Hummingbird
import JWTKit
import NIOHTTP1
@main struct TodoServer { static func main() {} }
