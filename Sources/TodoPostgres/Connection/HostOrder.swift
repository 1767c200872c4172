/// The hosts of a connection URL, in the order in which an attempt is to try them.
///
/// Within one attempt libpq goes on to the next host when one refuses, but it waits without limit for one that is silent
/// (`PQconnectPoll` knows no `connect_timeout`). Attempts that begin with different hosts get past it.
struct HostOrder: Sendable {
    /// Lists of equal length: `host`, `hostaddr` and `port`, as far as the URL has them.
    private let lists: [(keyword: String, values: [Substring])]
    /// How many hosts there are.
    let count: Int

    init(url: String) {
        let info = PGConnectionInfo.parse(url)
        let lists = ["host", "hostaddr", "port"].compactMap { keyword in
            info[keyword].map { (keyword, $0.split(separator: ",", omittingEmptySubsequences: false)) }
        }
        let count = lists.map(\.1.count).max() ?? 1
        // A single port serves all hosts and stays where it is.
        self.lists = lists.filter { count > 1 && $0.1.count == count }
        self.count = count
    }

    /// Keywords that, put behind the URL, make an attempt begin with another of its hosts.
    func parameters(beginningWith index: Int) -> [(keyword: String, value: String)] {
        lists.map { keyword, values in
            let start = index % values.count
            return (keyword, (values[start...] + values[..<start]).joined(separator: ","))
        }
    }
}
