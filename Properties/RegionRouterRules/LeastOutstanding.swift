public import Proofmark

/// Requests arrive and are answered, targets fail and recover, in any order and with any capacities.
public struct LeastOutstanding<Router: RegionRouting>: Specification {
    public typealias Number = Router.Number

    public struct State: Codable {
        /// `nil` until the capacities have been chosen.
        var router: Router?
        var last = Event.other
        /// Whether nothing but requests has arrived so far: no answer, no failure, no recovery.
        var onlyArrivals = true
    }

    /// What the last step did, judged by the state before it.
    public enum Event: Codable, Equatable {
        case routed(Decision)
        case turnedAway(couldBeTaken: Bool)
        case other
    }

    public struct Decision: Codable, Equatable {
        var target: Int
        var couldTake: Bool
        var isLocal: Bool
        var localCouldTake: Bool
        /// Whether no target of the same region that could take the request had fewer in flight.
        var wasLeast: Bool
    }

    /// The region of each target.
    var regions: [Int]
    var largestCapacity: Int
    /// The most requests in flight at once.
    var requests: Int

    public init(regions: [Int] = [0, 0, 1], largestCapacity: Int = 3, requests: Int = 4) {
        self.regions = regions
        self.largestCapacity = largestCapacity
        self.requests = requests
    }

    private var regionCount: Int { (regions.max() ?? 0) + 1 }

    public var initial: State { State() }

    public var actions: Actions {
        Action("configure", when: { $0.router == nil }) { state, choose in
            let targets = regions.map { region in
                Router.Target(
                    region: region,
                    capacity: choose.number("capacity", in: 1...Number(largestCapacity))
                )
            }
            state.router = Router(targets: targets)
        }
        Action("arrive", when: { freeID($0) != nil }) { state, choose in
            guard var router = state.router, let request = freeID(state) else { return }
            let region = choose.index("region", below: regionCount)
            let before = router.targets
            let target = router.route(request, from: region)
            state.last = event(target, from: region, before)
            state.router = router
        }
        Action("answer", when: { !inFlight($0).isEmpty }) { state, choose in
            let request = choose.element("request", of: inFlight(state))
            state.router?.complete(request)
            state.last = .other
            state.onlyArrivals = false
        }
        Action("fail", when: { targets($0).contains { $0.isHealthy } }) { state, choose in
            let healthy = targets(state).indices.filter { targets(state)[$0].isHealthy }
            let target = choose.element("target", of: healthy)
            _ = state.router?.fail(target)
            state.last = .other
            state.onlyArrivals = false
        }
        Action("recover", when: { targets($0).contains { !$0.isHealthy } }) { state, choose in
            let failed = targets(state).indices.filter { !targets(state)[$0].isHealthy }
            let target = choose.element("target", of: failed)
            state.router?.recover(target)
            state.last = .other
            state.onlyArrivals = false
        }
    }

    public var rules: Rules {
        Always("a request never goes to an unhealthy or full target") { state in
            if case .routed(let decision) = state.last { decision.couldTake } else { true }
        }
        Always("no target holds more than its capacity") { state in
            targets(state).allSatisfy { 0 <= $0.outstanding && $0.outstanding <= $0.capacity }
        }
        Always("outstanding counts match what is in flight") { state in
            let placements = state.router?.placements ?? [:]
            return targets(state).indices.allSatisfy { target in
                let count = placements.values.filter { $0.target == target }.count
                return targets(state)[target].outstanding == Number(count)
            }
        }
        Always("an unhealthy target has nothing in flight") { state in
            targets(state).allSatisfy { $0.isHealthy || $0.outstanding == 0 }
        }
        Always("the local region is preferred while it can take the request") { state in
            if case .routed(let decision) = state.last {
                decision.isLocal || !decision.localCouldTake
            } else {
                true
            }
        }
        Always("a request is turned away only if no target can take it") { state in
            if case .turnedAway(let couldBeTaken) = state.last { !couldBeTaken } else { true }
        }
        Always("a request goes to the least loaded of equally preferred targets") { state in
            if case .routed(let decision) = state.last { decision.wasLeast } else { true }
        }
        Always("while requests only arrive, equally preferred targets differ by at most one") { state in
            guard state.router != nil, state.onlyArrivals else { return true }
            return pairs.allSatisfy { first, second in
                let (low, high) = (targets(state)[first], targets(state)[second])
                return !low.isHealthy || low.outstanding == low.capacity
                    || high.outstanding <= low.outstanding + 1
            }
        }
        Sometimes("a request fails over to another region") { state in
            if case .routed(let decision) = state.last { !decision.isLocal } else { false }
        }
        Sometimes("a request is turned away") { state in
            if case .turnedAway = state.last { true } else { false }
        }
    }

    public var labels: Labels {
        Cover("no target can take a request", atLeast: 0.02) { state in
            state.router?.targets.allSatisfy { !$0.isHealthy || $0.outstanding >= $0.capacity } ?? false
        }
        Collect("healthy targets") { state in
            state.router.map { "\($0.targets.filter(\.isHealthy).count)" } ?? "not configured"
        }
    }

    public var timeline: Timeline {
        Lanes("target", regions.indices) { state, target in
            guard let router = state.router else { return "" }
            let shown = router.targets[target]
            var mark = shown.isHealthy ? "" : " ✗"
            if case .routed(let decision) = state.last, decision.target == target { mark = " ◀" }
            return "\(shown.outstanding)/\(shown.capacity)\(mark)"
        }
    }

    /// Ordered pairs of different targets of one region.
    private var pairs: [(Int, Int)] {
        regions.indices.flatMap { first in
            regions.indices.filter { $0 != first && regions[$0] == regions[first] }.map { (first, $0) }
        }
    }

    private func event(_ target: Int?, from region: Int, _ before: [Router.Target]) -> Event {
        guard let target else { return .turnedAway(couldBeTaken: before.contains(where: canTake)) }
        let rivals = before.filter { $0.region == before[target].region && canTake($0) }
        return .routed(
            Decision(
                target: target,
                couldTake: canTake(before[target]),
                isLocal: before[target].region == region,
                localCouldTake: before.contains { $0.region == region && canTake($0) },
                wasLeast: rivals.allSatisfy { before[target].outstanding <= $0.outstanding }
            )
        )
    }

    /// The rule's own idea of it, not the router's.
    private func canTake(_ target: Router.Target) -> Bool {
        target.isHealthy && target.outstanding < target.capacity
    }

    private func targets(_ state: State) -> [Router.Target] { state.router?.targets ?? [] }

    private func inFlight(_ state: State) -> [Int] { (state.router?.placements ?? [:]).keys.sorted() }

    /// The lowest id not in flight, while there may be more requests.
    private func freeID(_ state: State) -> Int? {
        guard let router = state.router else { return nil }
        return (0..<requests).first { router.placements[$0] == nil }
    }
}
