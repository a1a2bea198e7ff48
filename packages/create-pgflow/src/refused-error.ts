/** Nothing was made, for a reason that the message tells the user. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}
