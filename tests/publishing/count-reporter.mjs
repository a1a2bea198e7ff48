/** Ends the output with the line that `.ci/run` counts. */
export class CountReporter {
  onTestRunEnd(modules, errors) {
    const results = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state) => results.filter((test) => test.result().state === state).length;
    const broken = modules.some((module) => module.state() === 'failed') || errors.length > 0;
    console.log(`${count('passed')} passed, ${count('failed') || Number(broken)} failed`);
  }
}
