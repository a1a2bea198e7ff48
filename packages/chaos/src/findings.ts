/** What a finding is about: work that is lost, was done twice, does not end, or came out otherwise. */
export const findingKinds = ['lost', 'doubled', 'stuck', 'wrong', 'crashed'] as const;

/** A breach of what must hold. */
export interface Finding {
  kind: (typeof findingKinds)[number];
  law: string;
  what: string;
}
