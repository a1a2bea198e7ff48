/** What an error says; its code where that is all it has, as of a connection that is refused. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, code } = error as Error & { code?: string };
  return message || code || error.name;
}
