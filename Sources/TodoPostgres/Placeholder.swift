import CEpoll
import CLibpq
import Crypto
import DequeModule
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
enum P {}
