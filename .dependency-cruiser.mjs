import { allowedIn } from './scripts/lib/layers.mjs';
import { groups, workspace } from './scripts/lib/packages.mjs';

const anyGroup = `(${groups.join('|')})`;

/** Matches a package of the workspace whether it resolves (built) or not (a clean checkout). */
const anyOf = (names) => `^${anyGroup}/(${names})/|^@pgflow/(${names})(/|$)`;
const everyName = workspace().map(({ name }) => name);

const layerRules = workspace().flatMap((entry) => {
  const { code, tests } = allowedIn(entry);
  const refuse = (allowed) => everyName.filter((name) => ![entry.name, ...allowed].includes(name));
  return [
    {
      name: `${entry.name}-code-may-use-${code.join('-') || 'no-package'}`,
      severity: 'error',
      from: { path: `^${entry.folder}/`, pathNot: `^${entry.folder}/tests/` },
      to: { path: anyOf(refuse(code).join('|') || '-') },
    },
    {
      name: `${entry.name}-tests-may-use-${[...code, ...tests].join('-') || 'no-package'}`,
      severity: 'error',
      from: { path: `^${entry.folder}/tests/` },
      to: { path: anyOf(refuse([...code, ...tests]).join('|') || '-') },
    },
  ];
});

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'other-packages-only-by-their-entry',
      severity: 'error',
      from: { path: `^${anyGroup}/([^/]+)/` },
      to: { path: `^${anyGroup}/[^/]+/(src|tests)/`, pathNot: '^$1/$2/' },
    },
    {
      name: 'code-uses-what-it-declares',
      comment: 'A development dependency is not installed where a package is used.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'],
      },
    },
  ],
  options: {
    // They are packages of their own, in the folders that they are made in.
    exclude: { path: '^packages/create-pgflow/templates/' },
    doNotFollow: { path: ['node_modules', '/dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
