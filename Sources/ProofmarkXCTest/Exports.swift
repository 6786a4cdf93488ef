// Whoever verifies in a test states a specification there or nearby, and proves it over SymbolicInt.
@_exported public import Proofmark
@_exported public import ProofmarkHarness
@_exported public import ProofmarkRunner
