import Proofmark
import ProofmarkRunner
import QuotaAdmission
import QuotaAdmissionRules

@main
struct QuotaAdmissionProperties: PropertySuite {
    static var suite: Suite {
        Verify(
            "quotas and bursts",
            Admission<AdmissionControl<Int>>(),
            proving: Admission<AdmissionControl<SymbolicInt>>(),
            depth: 3
        )
    }
}
