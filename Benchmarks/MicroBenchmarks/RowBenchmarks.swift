import Benchmark
import CLibpq
import NIOCore
import TodoCore
import TodoJSON

/// 100 rows in libpq's memory, made a page and JSON: what the server does for a list besides waiting and sending.
func rowBenchmarks() {
    let rows = sampleTasks.map(cells)
    let owner = sampleTasks[0].owner

    Benchmark("100 rows to a page: ours") { benchmark in
        guard let result = result(rows) else { return benchmark.error("no memory") }
        expect(Array(result.page(owner: owner)) == sampleTasks, "tasks of rows")
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(result.page(owner: owner)) }
        benchmark.stopMeasurement()
    }
    Benchmark("100 rows to JSON: ours") { benchmark in
        guard let result = result(rows) else { return benchmark.error("no memory") }
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            var buffer = ByteBuffer()
            buffer.writeJSON(result.page(owner: owner))
            blackHole(buffer)
        }
        benchmark.stopMeasurement()
    }
}

extension PGResult {
    fileprivate func page(owner: UserID) -> TaskPage {
        var page = TaskPage.Builder(owner: owner, capacity: rowCount)
        for row in 0..<rowCount { _ = append(row: row, to: &page) }
        return page.page(next: nil)
    }
}

/// A row of a list in PostgreSQL's binary format.
private func cells(_ task: TodoTask) -> [[UInt8]?] {
    [
        bytes(task.id.rawValue), Array(task.title.rawValue.utf8), task.description.map { Array($0.rawValue.utf8) },
        bytes(task.createdAt.postgresMicroseconds), bytes(task.updatedAt.postgresMicroseconds),
        bytes(task.isCompleted ? -task.version : task.version),
    ]
}

private func bytes(_ value: Int64) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}

/// A result with these rows, or `nil` without memory.
private func result(_ rows: [[[UInt8]?]]) -> PGResult? {
    guard let result = PQmakeEmptyPGresult(nil, PGRES_TUPLES_OK) else { return nil }
    var columns = TaskStatements.listedColumnTypes.map { type in
        var column = PGresAttDesc()
        column.typid = type.rawValue
        column.format = 1
        return column
    }
    PQsetResultAttrs(result, Int32(columns.count), &columns)
    for (row, cells) in rows.enumerated() {
        for (column, cell) in cells.enumerated() {
            guard let cell else {
                PQsetvalue(result, Int32(row), Int32(column), nil, -1)
                continue
            }
            var characters = cell.map { CChar(bitPattern: $0) }
            PQsetvalue(result, Int32(row), Int32(column), &characters, Int32(cell.count))
        }
    }
    return PGResult(owning: result)
}
