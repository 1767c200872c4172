import Subprocess

/// What to run under a supervisor, and how to stop it.
package struct SupervisedCommand: Sendable {
    package var executable: String
    package var arguments: [String]
    /// The child's whole environment, of which nothing is inherited; `PATH` must be in it, for the shell's sake.
    package var environment: [String: String]
    /// The signal that asks for a stop, as `kill -s` names it.
    package var stopSignal = "TERM"
    /// The signal that insists, when the first one did not help within the grace period.
    package var lastSignal = "KILL"
    /// How long the child may take after the stop signal, in seconds.
    package var graceSeconds = 30
    /// The file that output is appended to; otherwise it goes to our standard error.
    package var logPath: String?
    /// Where the child runs; otherwise where we do.
    package var workingDirectory: String?
    /// A folder to remove once the child is gone, should we be gone before it.
    package var removalPath: String?
    var user: UnprivilegedUser?

    package init(_ executable: String, _ arguments: [String], environment: [String: String]) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
    }
}

/// The shell script that stands between us and a child.
enum Supervisor {
    /// Tells the script to send the stop signal.
    ///
    /// It is neither `SIGINT` nor `SIGTERM`, because a shell cannot trap a signal that was ignored when it began.
    static let stopOrder = Signal.userDefinedOne
    /// Tells the script to send the last signal.
    static let lastOrder = Signal.userDefinedTwo

    static func arguments(for command: SupervisedCommand) -> [String] {
        [
            "-c", script, "supervisor",
            command.stopSignal, command.lastSignal, String(command.graceSeconds),
            command.logPath ?? "", command.removalPath ?? "", command.workingDirectory ?? "",
            command.executable,
        ] + command.arguments
    }

    /// Runs in any POSIX shell.
    ///
    /// A background command would get /dev/null as its standard input, hence descriptor 3. `wait` also returns after a
    /// trapped signal, with that signal's status, hence the loop and a last `wait`: it gives the child's status, or 127 when
    /// the shell has given it before.
    private static let script = #"""
        stop=$1 last=$2 grace=$3 log=$4 removal=$5 directory=$6
        shift 6
        umask 077
        if [ -n "$directory" ]; then cd "$directory" || exit 126; fi
        exec 3<&0 </dev/null
        if [ -n "$log" ]; then exec 2>>"$log"; fi
        child=
        trap 'kill -s "$stop" "$child" 2>/dev/null' USR1
        trap 'kill -s "$last" "$child" 2>/dev/null' USR2
        "$@" >&2 3<&- &
        child=$!
        (
            trap - USR1 USR2
            read -r end <&3
            trap '' TERM
            kill -s "$stop" "$child"
            tenths=0
            while kill -0 "$child" && [ "$tenths" -lt $((grace * 10 + 50)) ]; do
                sleep 0.1
                tenths=$((tenths + 1))
                if [ "$tenths" -eq $((grace * 10)) ]; then kill -s "$last" "$child"; fi
            done
            if [ -n "$removal" ]; then rm -rf -- "$removal"; fi
        ) >/dev/null 2>&1 &
        reader=$!
        exec 3<&-
        echo "$child"
        wait "$child"
        status=$?
        while [ "$status" -gt 128 ] && kill -0 "$child" 2>/dev/null; do
            wait "$child"
            status=$?
        done
        wait "$child"
        final=$?
        if [ "$final" -ne 127 ]; then status=$final; fi
        kill "$reader" 2>/dev/null
        exit "$status"
        """#
}
