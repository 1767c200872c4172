import Subprocess

/// How to start `sh`, as ourselves or as the unprivileged user.
struct ShellInvocation: Sendable {
    let executable: Executable
    let arguments: Arguments
    var platformOptions = PlatformOptions()

    init(_ shellArguments: [String], as user: UnprivilegedUser?) {
        guard let user else {
            executable = .name("sh")
            arguments = Arguments(shellArguments)
            return
        }
        #if os(Linux)
        // Not by PlatformOptions: the child would then call setgroups between clone and exec, where glibc waits for every
        // thread that the parent had. One that was only being made at that moment never answers, and child and parent wait
        // for ever. setpriv has a single thread; it is part of util-linux.
        executable = .name("setpriv")
        arguments = Arguments(
            ["--reuid=\(user.userID)", "--regid=\(user.groupID)", "--clear-groups", "--", "sh"] + shellArguments
        )
        #else
        executable = .name("sh")
        arguments = Arguments(shellArguments)
        platformOptions.userID = user.userID
        platformOptions.groupID = user.groupID
        platformOptions.supplementaryGroups = [user.groupID]
        #endif
    }
}
