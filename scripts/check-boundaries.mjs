// The dependency rule for package.json files; dependency-cruiser checks it for imports.
import { allowedIn } from './lib/layers.mjs';
import { workspace } from './lib/packages.mjs';

for (const entry of workspace()) {
  const { code, tests } = allowedIn(entry);
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = entry.manifest;
  refuse(entry, { ...dependencies, ...peerDependencies, ...optionalDependencies }, code);
  refuse(entry, { ...devDependencies }, [...code, ...tests]);
}

function refuse({ folder }, dependencies, allowed) {
  const used = Object.keys(dependencies)
    .filter((name) => name.startsWith('@pgflow/'))
    .map((name) => name.slice('@pgflow/'.length));
  for (const name of used.filter((other) => !allowed.includes(other))) {
    console.error(`${folder}/package.json: may not depend on @pgflow/${name} like this`);
    process.exitCode = 1;
  }
}
