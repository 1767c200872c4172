public import NIOCore
public import TodoCore

extension ByteBuffer {
    /// Writes a task as the API shows it, every key present, straight into the buffer.
    public mutating func writeJSON(_ task: TodoTask) {
        writeJSON(task, .milliseconds)
    }

    /// Writes a page's tasks one after another, separated by commas, without making tasks of them.
    public mutating func writeJSON(_ page: TaskPage) {
        guard var owner = page.owner?.rawValue else { return }
        page.texts.withUnsafeBytes { texts in
            owner.withUTF8 { owner in
                let owner = UnsafeRawBufferPointer(owner)
                let rowBytes = TaskJSON.mostBytesBesideTexts + JSONText.mostBytes(owner)
                write(atMost: page.rows.count * rowBytes + JSONText.mostBytes(texts)) { output in
                    var json = TaskJSON(owner: owner, precision: .milliseconds)
                    for (index, row) in page.rows.enumerated() {
                        if index > 0 { output.put(UInt8(ascii: ",")) }
                        json.put(
                            id: row.id,
                            title: UnsafeRawBufferPointer(rebasing: texts[row.title]),
                            description: row.description.map { UnsafeRawBufferPointer(rebasing: texts[$0]) },
                            isCompleted: row.isCompleted,
                            createdAt: row.createdAt,
                            updatedAt: row.updatedAt,
                            to: &output
                        )
                    }
                }
            }
        }
    }

    /// Writes a task as a line of a file: as the API shows it, but with times to the microsecond, so that nothing is lost.
    public mutating func writeJSONLine(_ task: TodoTask) {
        writeJSON(task, .microseconds)
        writeInteger(UInt8(ascii: "\n"))
    }

    private mutating func writeJSON(_ task: TodoTask, _ precision: TaskJSON.Precision) {
        var owner = task.owner.rawValue
        var title = task.title.rawValue
        var description = task.description?.rawValue ?? ""
        owner.withUTF8 { owner in
            title.withUTF8 { title in
                description.withUTF8 { description in
                    let owner = UnsafeRawBufferPointer(owner)
                    let title = UnsafeRawBufferPointer(title)
                    let description = UnsafeRawBufferPointer(description)
                    let textBytes = [owner, title, description].reduce(0) { $0 + JSONText.mostBytes($1) }
                    write(atMost: TaskJSON.mostBytesBesideTexts + textBytes) { output in
                        var json = TaskJSON(owner: owner, precision: precision)
                        json.put(
                            id: task.id,
                            title: title,
                            description: task.description == nil ? nil : description,
                            isCompleted: task.isCompleted,
                            createdAt: task.createdAt,
                            updatedAt: task.updatedAt,
                            to: &output
                        )
                    }
                }
            }
        }
    }
}

/// Puts one owner's tasks as the API shows them, texts being bytes of UTF-8.
private struct TaskJSON {
    enum Precision { case milliseconds, microseconds }

    /// A date that was put, and where.
    private typealias PutDate = (day: Int, place: Range<Int>)

    private let owner: UnsafeRawBufferPointer
    private let precision: Precision
    /// Where the member was put that names the owner, as it stands in each task.
    private var ownerMember: Range<Int>?
    // Neighbours in a list mostly share both dates.
    private var createdDate: PutDate?
    private var updatedDate: PutDate?

    /// More than the names of a task's members, what is between them, its number and its times take.
    static let mostBytesBesideTexts = 128 + ByteCursor.decimalLength + 2 * Timestamp.preciseRFC3339Length

    init(owner: UnsafeRawBufferPointer, precision: Precision) {
        self.owner = owner
        self.precision = precision
    }

    @inline(__always)
    mutating func put(
        id: TodoTask.ID,
        title: UnsafeRawBufferPointer,
        description: UnsafeRawBufferPointer?,
        isCompleted: Bool,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        to output: inout ByteCursor
    ) {
        output.put("{\"id\":")
        output.put(decimal: id.rawValue)
        putOwner(to: &output)
        output.put(",\"title\":")
        output.put(json: title)
        output.put(",\"description\":")
        if let description { output.put(json: description) } else { output.put("null") }
        output.put(isCompleted ? ",\"completed\":true,\"created_at\":\"" : ",\"completed\":false,\"created_at\":\"")
        Self.put(createdAt, precision, &createdDate, to: &output)
        output.put("\",\"updated_at\":\"")
        Self.put(updatedAt, precision, &updatedDate, to: &output)
        output.put("\"}")
    }

    @inline(__always)
    private mutating func putOwner(to output: inout ByteCursor) {
        if let ownerMember { return output.putAgain(ownerMember) }
        let start = output.count
        output.put(",\"user_id\":")
        output.put(json: owner)
        ownerMember = start..<output.count
    }

    private static func put(
        _ timestamp: Timestamp,
        _ precision: Precision,
        _ date: inout PutDate?,
        to output: inout ByteCursor
    ) {
        switch precision {
        case .milliseconds:
            let (day, millisecond) = timestamp.rfc3339Parts
            put(day, &date, to: &output)
            let (clock, fraction) = Timestamp.rfc3339Time(millisecond: millisecond)
            output.put(clock)
            output.put(fraction)
            output.put(UInt8(ascii: "Z"))
        case .microseconds:
            output.put(count: Timestamp.preciseRFC3339Length) { memory in
                timestamp.writePreciseRFC3339 { memory[$0] = $1 }
            }
        }
    }

    @inline(__always)
    private static func put(_ day: Int, _ date: inout PutDate?, to output: inout ByteCursor) {
        if let date, date.day == day { return output.putAgain(date.place) }
        let place = output.count..<(output.count + Timestamp.rfc3339DateLength)
        output.put(count: place.count) { memory in
            Timestamp.writeRFC3339Date(day: day) { memory[$0] = $1 }
        }
        date = (day, place)
    }
}
