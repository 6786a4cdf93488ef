public import FairSchedulerRules
public import PlantedForgottenReset
public import PlantedFullTarget
public import PlantedSharedQuota
public import PlantedStaleFailOver
public import PlantedStrictComparison
public import Proofmark
public import QuotaAdmissionRules
public import RegionRouterRules

// The twins are judged by the very rules of the healthy code.

extension PlantedForgottenReset.DeficitRoundRobin: FairScheduling where Cost: VerifiableInteger, ID == Cost {}

extension PlantedForgottenReset.DeficitRoundRobin.Request: SchedulingRequest
where Cost: VerifiableInteger, ID == Cost {}

extension PlantedStrictComparison.DeficitRoundRobin: FairScheduling
where Cost: VerifiableInteger, ID == Cost {}

extension PlantedStrictComparison.DeficitRoundRobin.Request: SchedulingRequest
where Cost: VerifiableInteger, ID == Cost {}

extension PlantedStaleFailOver.LeastOutstandingRouter: RegionRouting where Load: VerifiableInteger {}

extension PlantedStaleFailOver.LeastOutstandingRouter.Target: RoutingTarget where Load: VerifiableInteger {}

extension PlantedStaleFailOver.LeastOutstandingRouter.Placement: RoutingPlacement
where Load: VerifiableInteger {}

extension PlantedFullTarget.LeastOutstandingRouter: RegionRouting where Load: VerifiableInteger {}

extension PlantedFullTarget.LeastOutstandingRouter.Target: RoutingTarget where Load: VerifiableInteger {}

extension PlantedFullTarget.LeastOutstandingRouter.Placement: RoutingPlacement where Load: VerifiableInteger {
}

extension PlantedSharedQuota.AdmissionControl: QuotaAdmitting where Cost: VerifiableInteger {}
