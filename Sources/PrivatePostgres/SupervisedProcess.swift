import Subprocess
import Synchronization

/// A child process that cannot outlive us: not even `kill -9` leaves it behind.
///
/// The child runs under a small shell whose standard input is a pipe that only we hold open. When we end, however that
/// happens, the shell reads the end of the pipe and stops the child. Shell and child have a session of their own, so a
/// Ctrl-C in the terminal reaches us alone.
package final class SupervisedProcess: Sendable {
    /// The child's process id, not the shell's.
    package let processID: Int32

    private let orders: AsyncStream<Signal>.Continuation
    private let completion: Task<Int32, any Error>
    private let status: EndStatus
    private let grace: Duration

    private init(
        processID: Int32,
        orders: AsyncStream<Signal>.Continuation,
        completion: Task<Int32, any Error>,
        status: EndStatus,
        grace: Duration
    ) {
        self.processID = processID
        self.orders = orders
        self.completion = completion
        self.status = status
        self.grace = grace
    }

    /// Starts the command; returns as soon as its process exists.
    ///
    /// A command that cannot be executed ends at once with the status 127 or 126 and says so in its log.
    package static func launch(_ command: SupervisedCommand) async throws(PrivatePostgresError) -> SupervisedProcess {
        let (orders, orderSink) = AsyncStream<Signal>.makeStream()
        let (processIDs, processIDSink) = AsyncStream<Int32>.makeStream()
        let status = EndStatus()
        let completion = Task {
            defer {
                processIDSink.finish()
                orderSink.finish()
            }
            let end = try await run(command, orders: orders, processID: processIDSink)
            status.set(end)
            return end
        }
        if let processID = await processIDs.first(where: { _ in true }) {
            return SupervisedProcess(
                processID: processID,
                orders: orderSink,
                completion: completion,
                status: status,
                grace: .seconds(command.graceSeconds)
            )
        }
        let reason: String
        do {
            reason = "its supervisor ended with status \(try await completion.value)"
        } catch {
            reason = "\(error)"
        }
        throw PrivatePostgresError(.startFailed, "cannot start \(command.executable): \(reason)")
    }

    /// The status with which the child ended, 128 + n after signal n; `nil` while it runs.
    package var exitStatus: Int32? { status.get() }

    /// Waits for the child's end, whoever caused it.
    ///
    /// Cancelling the waiting task does not end the wait; see ``requestStop()``.
    @discardableResult
    package func wait() async -> Int32 {
        // Only the supervision itself can fail here, and then nothing more is known than that.
        (try? await completion.value) ?? 255
    }

    /// Sends the command's stop signal and does not wait.
    package func requestStop() {
        orders.yield(Supervisor.stopOrder)
    }

    /// Sends the command's stop signal, after its grace period the last signal, and at the very end `SIGKILL`; returns
    /// when the process is gone.
    @discardableResult
    package func stop() async -> Int32 {
        orders.yield(Supervisor.stopOrder)
        return await waitOrInsist()
    }

    /// Sends the command's last signal at once, and `SIGKILL` when that does not help; returns when the process is gone.
    @discardableResult
    package func stopImmediately() async -> Int32 {
        orders.yield(Supervisor.lastOrder)
        return await waitOrInsist()
    }

    private func waitOrInsist() async -> Int32 {
        let escalation = Task {
            try await Task.sleep(for: grace)
            orders.yield(Supervisor.lastOrder)
            try await Task.sleep(for: .seconds(5))
            orders.yield(.kill)
        }
        defer { escalation.cancel() }
        return await wait()
    }

    private static func run(
        _ command: SupervisedCommand,
        orders: AsyncStream<Signal>,
        processID: AsyncStream<Int32>.Continuation
    ) async throws -> Int32 {
        var shell = ShellInvocation(Supervisor.arguments(for: command), as: command.user)
        shell.platformOptions.createSession = true
        let result = try await Subprocess.run(
            shell.executable,
            arguments: shell.arguments,
            environment: Environment(command.environment),
            platformOptions: shell.platformOptions,
            input: .inputWriter,
            output: .sequence,
            error: .currentStandardError
        ) { execution in
            let sender = Task {
                for await order in orders {
                    // The process may have ended meanwhile, which is what the order wants.
                    try? execution.send(signal: order, toProcessGroup: order == .kill)
                }
            }
            // The shell prints the child's process id and then nothing; its output ends when it does.
            for try await line in execution.standardOutput.strings() {
                if let value = Int32(line) { processID.yield(value) }
            }
            sender.cancel()
            await sender.value
        }
        return switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}

/// Where the status is kept once it is known.
private final class EndStatus: Sendable {
    private let value = Mutex<Int32?>(nil)

    func set(_ status: Int32) {
        value.withLock { $0 = status }
    }

    func get() -> Int32? {
        value.withLock { $0 }
    }
}
