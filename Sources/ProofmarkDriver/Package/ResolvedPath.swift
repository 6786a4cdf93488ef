import Foundation

/// A path without links, as git and a process's own folder have it.
enum ResolvedPath {
    static func of(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
}
