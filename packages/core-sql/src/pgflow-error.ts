/** Names the class in a way that survives two copies of this package in one program. */
const brand = Symbol.for('@pgflow/error');

/** Options of {@link PgflowError}. */
export interface PgflowErrorOptions {
  /** More about this case. */
  detail?: string | undefined;
  /** What the reader can do about it. */
  hint?: string | undefined;
  /** The error that led to this one. */
  cause?: unknown;
}

/** Every error that pgflow raises on purpose. Tell errors apart by `code` or with a class's `is()`. */
export class PgflowError extends Error {
  /** `PF` and three digits, from `errorCodes` or from SQL; see docs/errors.md. */
  readonly code: string;
  /** More about this case. */
  declare readonly detail?: string;
  /** What the reader can do about it. */
  declare readonly hint?: string;

  constructor(code: string, message: string, options: PgflowErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.detail !== undefined) this.detail = options.detail;
    if (options.hint !== undefined) this.hint = options.hint;
  }

  override get name(): string {
    return 'PgflowError';
  }

  /** Whether an error is of this class or one below it, whichever copy of the package raised it. */
  static is<Raised extends PgflowError>(
    this: { readonly prototype: Raised },
    error: unknown,
  ): error is Raised {
    if (typeof error !== 'object' || error === null || !(brand in error)) return false;
    // biome-ignore lint/complexity/noThisInStatic: the class that is() is called on, not this one
    const { name } = this.prototype;
    return name === 'PgflowError' || ('name' in error && error.name === name);
  }
}

// On the prototype, so that a printed error does not show it.
Object.defineProperty(PgflowError.prototype, brand, { value: true });
