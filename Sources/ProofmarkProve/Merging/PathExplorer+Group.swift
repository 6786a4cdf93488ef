extension PathExplorer {
    /// Runs code from a group, once for each path.
    ///
    /// - Parameters:
    ///   - action: The step being taken, of so many, if it is one. Which it is becomes part of the paths'
    ///     conditions, so that those of different actions exclude each other.
    /// - Returns: Whether every path was followed.
    func explore<Result>(
        from group: Group,
        taking action: Int?,
        of count: Int,
        _ code: @escaping () -> Result,
        isSame: (Result, Result) -> Bool,
        visit: (Path, Result) -> Void
    ) -> Bool {
        let arena = exploration.arena
        var (model, selection) = (group.model, arena.truth)
        if let action { selection = exploration.selection(of: action, among: count, in: &model) }
        return explore(
            assuming: arena.and(group.guardTerm, selection),
            model: model,
            bounds: group.bounds,
            code,
            isSame: isSame
        ) { path, result in
            var path = path
            path.condition = arena.and(selection, path.condition)
            visit(path, result)
        }
    }
}
