/** The fields of what may be a harness. */
export type Fields = Readonly<Record<string, unknown>>;
/** A field, whether it is as it should be, and what it has to be. */
export type Rule = readonly [field: string, holds: boolean, expected: string];

/** Whether a value has fields. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** What every harness needs. */
export function pluginRules({ schema, version, createDatabase }: Fields): Rule[] {
  return [
    ['schema', isText(schema), 'the schema of the plug-in'],
    ['version', isText(version), 'the version of the plug-in, which a report has to tell'],
    ['createDatabase', isFunction(createDatabase), 'a function'],
  ];
}

/** What the harness of a worker backend needs. */
export function backendRules(harness: Fields): Rule[] {
  const { delivery } = isObject(harness.capabilities) ? harness.capabilities : {};
  const malformed = isObject(harness.malformed) ? harness.malformed : {};
  return [
    ['backend', isText(harness.backend), 'the name that is registered'],
    ['capabilities.delivery', delivery === 'pull' || delivery === 'push', '"pull" or "push"'],
    delivery === 'push'
      ? ['receive', isFunction(harness.receive), 'a function where delivery is "push"']
      : ['receive', harness.receive === undefined, 'left out where delivery is not "push"'],
    ['countDeliveries', isFunction(harness.countDeliveries), 'a function'],
    ['expireLease', isFunction(harness.expireLease), 'a function'],
    'impossible' in malformed
      ? ['malformed.impossible', isText(malformed.impossible), 'the reason, for the report']
      : [
          'malformed',
          isFunction(malformed.put) && isFunction(malformed.reasons),
          'two functions, { put, reasons }, or { impossible: "<reason>" }',
        ],
  ];
}

/** What the harness of a step type needs. */
export function stepTypeRules({ stepType, cases, refused }: Fields): Rule[] {
  const isCase = ({ name, tasks, outputs }: Fields) =>
    isText(name) && Array.isArray(tasks) && Array.isArray(outputs);
  const isRefused = ({ name, code }: Fields) => isText(name) && isText(code);
  const some = Array.isArray(cases) && cases.length > 0;
  return [
    ['stepType', isText(stepType), 'the name that is registered'],
    ['cases', some, 'a list of at least one example'],
    ...eachOf('cases', cases, isCase, '{ name, config, source, tasks, outputs, output }'),
    ['refused', Array.isArray(refused), 'a list, [] where the type takes any step'],
    ...eachOf('refused', refused, isRefused, '{ name, config, source, code }'),
  ];
}

function eachOf(
  field: string,
  list: unknown,
  holds: (one: Fields) => boolean,
  expected: string,
): Rule[] {
  if (!Array.isArray(list)) return [];
  return list.map((one, index) => [`${field}[${index}]`, isObject(one) && holds(one), expected]);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
