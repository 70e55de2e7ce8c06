/** The expression isn't one that Kubernetes would accept, or one that can't be read here. */
export class CompileError extends Error {}

/** It isn't even an expression. */
export class SyntaxFlaw extends CompileError {}

/** An error of CEL, such as a missing key: `&&`, `||`, `all` and `exists` forgive it when the other side decides. */
export class EvaluationError extends Error {}

/** The budget is spent. Nothing in an expression can catch it. */
export class CostError extends Error {}
