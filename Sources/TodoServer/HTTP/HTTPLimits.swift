import HTTPParsing
import NIOCore

/// Every bound that a connection is held to, in one place.
struct HTTPLimits: Sendable {
    /// How long a connection may sit without a request before it is closed.
    var idle: TimeAmount = .seconds(75)
    /// How long a request's head may take from its first bytes to its last.
    var head: TimeAmount = .seconds(10)
    /// How long a request's body may take, counted from the end of the head.
    var body: TimeAmount = .seconds(30)
    /// How long a request may run before its answer begins; then it is cancelled and answered with 503.
    var request: TimeAmount = .seconds(30)
    /// How long a request may run, once its client sends no more, before an interim response finds out whether anybody reads.
    var interim: TimeAmount = .milliseconds(250)
    /// How long an answer may go without progress, because the client does not read or the store does not deliver.
    var stall: TimeAmount = .seconds(30)
    /// How much of an answer waits in the kernel to be sent (`tcp(7)`, `TCP_NOTSENT_LOWAT`): little enough that who reads only some
    /// kilobytes in a second makes room for more before `stall` is over, and so is seen to read.
    var unsentBytes = 256 * 1024
    /// How long a connection whose last answer was sent is still read, all in all, so that the client gets to see the answer.
    var linger: TimeAmount = .seconds(30)
    /// How long such a connection may be silent.
    var lingerSilence: TimeAmount = .seconds(5)
    /// How many bytes are read and thrown away on such a connection.
    var lingerBytes = 64 * 1024 * 1024
    /// Bodies up to this many bytes are handed over whole; larger ones while they arrive.
    var wholeBodyBytes = 64 * 1024
    /// How many bytes of a body that arrives are kept before reading pauses.
    var bodyBufferBytes = 64 * 1024
    /// Open connections above this number are answered with 503 and closed.
    var connections = 16_384
    /// How large a request's head may be.
    var parser = RequestParser.Limits(headBytes: 64 * 1024, lineBytes: 32 * 1024, fields: 128)
}
