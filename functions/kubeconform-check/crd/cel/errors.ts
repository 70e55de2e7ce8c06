/** The expression isn't one that Kubernetes would accept, or one that can't be read here. */
export class CompileError extends Error {}

/** Kubernetes surely doesn't accept it: what is wrong doesn't hang on anything that isn't known here. */
export class SureFlaw extends CompileError {}

/** It isn't even an expression. */
export class SyntaxFlaw extends SureFlaw {}

/** An error of CEL, such as a missing key: `&&`, `||`, `all` and `exists` forgive it when the other side decides. */
export class EvaluationError extends Error {}

/** The budget is spent. Nothing in an expression can catch it. */
export class CostError extends Error {}
