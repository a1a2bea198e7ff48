import { workspace } from './packages.mjs';

const rules = [
  [/^core-sql$/, { code: [], tests: ['dev-postgres'] }],
  [/^(backend|step-type)-/, { code: ['core-sql'], tests: ['contract-kit', 'dev-postgres'] }],
  // The worker's tests run the layers together; its code knows none of them but core.
  [
    /^edge-worker$/,
    {
      code: ['core-sql'],
      tests: [
        'backend-http',
        'backend-pgmq',
        'backend-table',
        'step-type-map',
        'contract-kit',
        'dev-edge-runtime',
        'dev-postgres',
      ],
    },
  ],
  [/^contract-kit$/, { code: ['core-sql'], tests: ['dev-postgres'] }],
  [/^dev-(edge-runtime|postgres)$/, { code: [], tests: [] }],
  // They measure the layers together, and break them, as an app would use them.
  [
    /^(bench|chaos)$/,
    {
      code: [
        'backend-http',
        'backend-pgmq',
        'backend-table',
        'core-sql',
        'dev-postgres',
        'edge-worker',
        'step-type-map',
      ],
      tests: [],
    },
  ],
  // Its templates are none of its code: its tests make packages of them, and run those.
  [
    /^create-pgflow$/,
    {
      code: [],
      tests: [
        'backend-table',
        'contract-kit',
        'core-sql',
        'dev-postgres',
        'edge-worker',
        'step-type-map',
      ],
    },
  ],
];

/** They are as a third party would make them, and their tests run a flow with them. */
const example = {
  code: ['core-sql'],
  tests: ['backend-table', 'contract-kit', 'dev-postgres', 'edge-worker'],
};

/**
 * The dependency rule: which packages of the workspace a package may use in its code, and which
 * besides in its tests. Apps may use all. A package without a rule raises: it needs a decision.
 */
export function allowedIn({ name, group }) {
  if (group === 'examples') return example;
  if (group === 'apps') return { code: workspace().map((other) => other.name), tests: [] };
  const rule = rules.find(([pattern]) => pattern.test(name));
  if (!rule) throw new Error(`No dependency rule for ${name}: add one to scripts/lib/layers.mjs`);
  return rule[1];
}
